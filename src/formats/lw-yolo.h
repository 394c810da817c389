/* lw-yolo.h - what reading and writing YOLO labels share
 *
 * Two layouts of the same text files: "darknet" (obj.data, obj.names, lists of
 * images, or just labels beside images) and "yolo" (Ultralytics' data.yaml with
 * images/ and labels/).  Both keep what they say besides under LW_YOLO_ID.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-format.h"

G_BEGIN_DECLS

#define LW_YOLO_ID "yolo"

/* No set has more classes; beyond it a first column is no class. */
#define LW_YOLO_CLASSES_MAX 100000

typedef enum
{
  LW_YOLO_PLAIN,      /* 5 columns */
  LW_YOLO_CONFIDENCE, /* 6: a confidence or a track id behind */
  LW_YOLO_POSE,       /* a box and key points */
  LW_YOLO_POLYGON,    /* corners: also oriented boxes */
} LwYoloKind;

typedef struct
{
  LwYoloKind kind;
  guint      class_number;
  LwRect     rect;       /* in fractions of the image */
  gboolean   is_outside; /* some number is not in [0, 1] */
} LwYoloLine;

/* @n_pose_columns: how many columns a line with key points has, 0 for none. */
gboolean lw_yolo_line_parse (const char *text,
                             guint       n_pose_columns,
                             LwYoloLine *line);
LwRect   lw_yolo_line_place (const LwYoloLine *line,
                             int               width_px,
                             int               height_px);

/* What data.yaml or obj.data says. */
typedef struct
{
  GPtrArray *names;   /* (element-type utf8) by class number; NULL where there is none */
  GPtrArray *subsets; /* (element-type utf8) "train", "train", "val": which... */
  GPtrArray *places;  /* (element-type utf8) ...folder, list or image each is for, as written */
  char      *path;    /* the member "path", or NULL */
  guint      n_pose_columns;
  char      *other; /* what else data.yaml says, as it is written there */
} LwYoloConfig;

LwYoloConfig *lw_yolo_config_new (void);
void          lw_yolo_config_free (LwYoloConfig *self);

/* The first is for files that end in .yaml or .yml, the second for *.data (with
 * the *.names it refers to beside it), the third for a list of names. */
gboolean lw_yolo_config_load_yaml (LwYoloConfig *self,
                                   const char   *path,
                                   GError      **error);
gboolean lw_yolo_config_load_data (LwYoloConfig *self,
                                   const char   *path,
                                   GError      **error);
gboolean lw_yolo_config_load_names (LwYoloConfig *self,
                                    const char   *path,
                                    GError      **error);

gboolean lw_yolo_is_yaml_name (const char *name);

/* Ends in .yaml or .yml, and has the members of a data.yaml. */
gboolean lw_yolo_is_data_yaml (const char *path);

/* The data.yaml of a folder, whatever it is called, or NULL: hyperparameters and
 * the like may lie beside it. */
char *lw_yolo_find_yaml (const char *folder);

/* Could be labels of an image: .txt, and none of the lists of these layouts. */
gboolean lw_yolo_is_label_name (const char *name);

/* The names file of a folder (obj.names, classes.txt...), or NULL. */
char *lw_yolo_find_names (const char *folder);

gboolean lw_yolo_read (const char          *path,
                       const LwReadOptions *options,
                       LwSink              *sink,
                       char               **images_folder_out,
                       LwFindings          *findings,
                       GCancellable        *cancellable,
                       GError             **error);
gboolean lw_yolo_write_ultralytics (const char           *path,
                                    const LwWriteOptions *options,
                                    LwSource             *source,
                                    LwFindings           *findings,
                                    GCancellable         *cancellable,
                                    GError              **error);
gboolean lw_yolo_write_darknet (const char           *path,
                                const LwWriteOptions *options,
                                LwSource             *source,
                                LwFindings           *findings,
                                GCancellable         *cancellable,
                                GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwYoloConfig, lw_yolo_config_free)

G_END_DECLS
