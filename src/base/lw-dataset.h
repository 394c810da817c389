/* lw-dataset.h - labels on their way between a file format and a project
 *
 * A reader pushes what it finds into a sink; a writer pulls from a source.
 * Neither ever holds the whole set: a file of a gigabyte passes through in
 * pieces.  LwDataset is both, in memory, for tests and small sets.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-rect.h"

#include <glib.h>

G_BEGIN_DECLS

/* How far an annotator is with an image.  "Done" without any box is knowledge:
 * somebody looked and saw nothing. */
typedef enum
{
  LW_PROGRESS_UNSEEN,
  LW_PROGRESS_OPEN,
  LW_PROGRESS_DONE,
  LW_PROGRESS_SKIPPED,
  LW_N_PROGRESS
} LwProgress;

typedef enum
{
  LW_BOX_DIFFICULT = 1 << 0,
  LW_BOX_TRUNCATED = 1 << 1,
  LW_BOX_OCCLUDED = 1 << 2,
  LW_BOX_CROWD = 1 << 3,
  LW_BOX_LOCKED = 1 << 4, /* not to be changed by accident; no format knows it */
} LwBoxFlags;

#define LW_BOX_ALL_FLAGS (LW_BOX_DIFFICULT | LW_BOX_TRUNCATED | LW_BOX_OCCLUDED | LW_BOX_CROWD | LW_BOX_LOCKED)

/* Strings below are borrowed for the duration of the call that passes them.
 *
 * "extra" is a JSON object in text form, or NULL: one member per format id with
 * what that format says beyond our own fields, e.g.
 * {"coco":{"id":7,"segmentation":[...]}}.  A writer gives back the member of its
 * own format and reports the others as lost. */

typedef struct
{
  const char *name;
  guint32     colour; /* 0xRRGGBB, or LW_COLOUR_AUTOMATIC */
  const char *extra;
} LwClassRecord;

#define LW_COLOUR_AUTOMATIC G_MAXUINT32

typedef struct
{
  const char *path;     /* relative to the set's image folder, '/' between parts; UTF-8 */
  int         width_px; /* of the frame that the boxes are in; 0 where the file does not say */
  int         height_px;
  LwProgress  progress;
  const char *lot; /* delivery it came in with, or NULL */
  const char *extra;
} LwImageRecord;

typedef struct
{
  guint       class_index; /* as returned by add_class; order of the source's classes */
  LwRect      rect;        /* valid or not: the importer judges and reports */
  LwBoxFlags  flags;
  const char *extra;
} LwBoxRecord;

/* A class given to the image as a whole. */
typedef struct
{
  guint       class_index;
  const char *extra;
} LwTagRecord;

typedef struct _LwSink LwSink;

/* What a reader pushes into.  Each returns FALSE with the error set to stop the
 * reader, which must then return at once.  Classes and images must be added
 * before boxes and tags refer to them; otherwise any order. */
struct _LwSink
{
  /* Keys of the set as a whole, an "extra" object; at most once. */
  gboolean (*set_extra) (LwSink     *self,
                         const char *extra,
                         GError    **error);

  /* Index 0, 1, 2...: the order of the calls.  Two classes may share a name. */
  gboolean (*add_class) (LwSink              *self,
                         const LwClassRecord *record,
                         guint               *index,
                         GError             **error);
  gboolean (*add_image) (LwSink              *self,
                         const LwImageRecord *record,
                         guint               *index,
                         GError             **error);
  gboolean (*add_box) (LwSink            *self,
                       guint              image_index,
                       const LwBoxRecord *record,
                       GError           **error);
  gboolean (*add_tag) (LwSink            *self,
                       guint              image_index,
                       const LwTagRecord *record,
                       GError           **error);
};

typedef struct _LwSource LwSource;

/* What a writer pulls from.  What a get_ hands out is borrowed until the next
 * call to the same function.  Images can be visited more than once. */
struct _LwSource
{
  guint n_classes;
  guint n_images;

  const char *(*get_extra) (LwSource *self);
  gboolean (*get_class) (LwSource      *self,
                         guint          index,
                         LwClassRecord *record,
                         GError       **error);
  gboolean (*get_image) (LwSource      *self,
                         guint          index,
                         LwImageRecord *record,
                         GError       **error);

  /* (element-type LwBoxRecord), (element-type LwTagRecord): replaced; the
   * strings in them are borrowed until the next call. */
  gboolean (*get_labels) (LwSource *self,
                          guint     image_index,
                          GArray   *boxes,
                          GArray   *tags,
                          GError  **error);
};

/* A set in memory.  As a source it gives back what it got as a sink. */
typedef struct _LwDataset LwDataset;

LwDataset *lw_dataset_new (void);
void       lw_dataset_free (LwDataset *self);

/* Borrowed; live as long as the set. */
LwSink   *lw_dataset_get_sink (LwDataset *self);
LwSource *lw_dataset_get_source (LwDataset *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwDataset, lw_dataset_free)

G_END_DECLS
