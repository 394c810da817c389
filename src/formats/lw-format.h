/* lw-format.h - one small interface that every label format is behind
 *
 * A format is a constant table: how to recognise it, read it, write it, and
 * what it cannot hold.  Adding one is a file of its own and a line in
 * lw-format.c.  Formats know neither the project file nor pixels: what they
 * need of an image they ask through a callback.
 *
 * Everything here runs in whichever thread calls it, one call at a time per
 * reader or writer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-dataset.h"
#include "lw-findings.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _LwFormat LwFormat;

/* Where a VOC-like format counts its pixels from. */
typedef enum
{
  LW_VOC_ORIGIN_AUTO, /* recognised from the data, and said in the findings */
  LW_VOC_ORIGIN_ZERO, /* zero-based corners, far edge outside: taken as they are */
  LW_VOC_ORIGIN_ONE,  /* one-based, far pixel inside: x0 - 1, y0 - 1, x1, y1 */
} LwVocOrigin;

typedef struct
{
  /* Absolute path of the folder that image paths are relative to, or NULL: the
   * reader looks where its format keeps images and tells with images_folder_out. */
  const char *images_folder;
  LwVocOrigin voc_origin;

  /* Size in pixels of the frame that the labels are in.  @path is absolute.
   * FALSE, with the error set, where there is no such image or it is unreadable.
   * Never NULL. */
  gboolean (*probe) (const char *path,
                     int        *width_px,
                     int        *height_px,
                     gpointer    probe_data,
                     GError    **error);
  gpointer probe_data;

  /* Progress in [0, 1]; may be NULL. */
  void (*progress) (double   fraction,
                    gpointer progress_data);
  gpointer progress_data;
} LwReadOptions;

typedef struct
{
  /* Absolute: image paths in the source are relative to it.  Writers that copy
   * or name image files need it; NULL where there are none. */
  const char *images_folder;

  void (*progress) (double   fraction,
                    gpointer progress_data);
  gpointer progress_data;
} LwWriteOptions;

struct _LwFormat
{
  const char *id;      /* "coco": stable, for the command line and the "extra" members */
  const char *name;    /* "COCO detection JSON" */
  const char *pattern; /* to be translated, as is losses; what to point at: "annotations.json", "a folder of .txt files" */
  const char *losses;  /* one sentence: what it cannot hold, of what we have; "" for nothing */

  /* Whether a set is a folder of files rather than one file. */
  gboolean target_is_folder;

  /* How sure that @path (a file or a folder) is this format: 0 no, 100 certain.
   * Looks at names and at most a few kilobytes. */
  int (*recognise) (const char *path);

  /* Pushes all of @path into @sink.  @images_folder_out gets the absolute folder
   * that image paths are relative to (transfer full), before the first image is
   * pushed; it may be set on failure too.  Bounded in memory by the number of
   * images and classes, not of labels or of bytes.
   *
   * FALSE with @error: LW_ERROR_INVALID (the message names file and line or
   * place), LW_ERROR_NOT_FOUND, G_IO_ERROR_CANCELLED, or what the sink said. */
  gboolean (*read) (const char          *path,
                    const LwReadOptions *options,
                    LwSink              *sink,
                    char               **images_folder_out,
                    LwFindings          *findings,
                    GCancellable        *cancellable,
                    GError             **error);

  /* Writes the whole @source to @path, beside and renamed: on error or cancel
   * nothing half-written is left and what was there is as it was.  NULL where
   * the format is only read. */
  gboolean (*write) (const char           *path,
                     const LwWriteOptions *options,
                     LwSource             *source,
                     LwFindings           *findings,
                     GCancellable         *cancellable,
                     GError              **error);
};

/* All formats, in the order of the menu.  Static. */
const LwFormat *const *lw_formats_list (guint *n_formats);

/* NULL and LW_ERROR_NOT_FOUND, naming the ids there are. */
const LwFormat *lw_format_find (const char *id,
                                GError    **error);

/* The format that is surest of @path; NULL and LW_ERROR_NOT_FOUND where @path
 * does not exist, LW_ERROR_INVALID where no format knows it. */
const LwFormat *lw_format_guess (const char *path,
                                 GError    **error);

G_END_DECLS
