/* lw-project.h - an open project, as the window sees it
 *
 * Owns the project file and says what changed.  Main thread only, except where
 * a worker borrows the whole project (import): then it is busy, and every edit
 * is refused until the work is done.
 *
 * Every edit is durable when the call returns.  Errors are LW_ERROR with a
 * sentence for the user; a failed edit leaves everything as it was.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-class-merge.h"
#include "lw-class-split.h"
#include "lw-image-list.h"
#include "lw-import.h"
#include "lw-picture-loader.h"
#include "lw-relink.h"
#include "lw-store.h"

G_BEGIN_DECLS

#define LW_TYPE_PROJECT (lw_project_get_type ())
G_DECLARE_FINAL_TYPE (LwProject, lw_project, LW, PROJECT, GObject)

/* Properties, all with notify:
 *   can-undo, can-redo (boolean), undo-label, redo-label (string, nullable):
 *     of the current annotator
 *   annotator-key (int64): whose layer is edited; 0 before anybody is chosen
 *   busy (boolean): a worker has the project; no edits
 *
 * Signals:
 *   labels-changed (int64 image_key): boxes, tags or progress; 0: of any image
 *   classes-changed (): also attributes and examples
 *   annotators-changed (), settings-changed ()
 *   counts-changed (): lw_project_count_classes(), or the counts of the image
 *     list as a whole, say something new
 */

/* --- Opening --- */

/* Opens or upgrades a project off the main thread. */
void       lw_project_open_async (const char         *path,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data);
LwProject *lw_project_open_finish (GAsyncResult *result,
                                   GError      **error);

/* The project that belongs to a folder of images: the one that is there, or a
 * new one with all images below @folder.  The file is put into the folder, or,
 * where that cannot be written, into the user's data folder. */
void lw_project_open_folder_async (const char         *folder,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            user_data);
/* finish with lw_project_open_finish() */

/* --- About --- */

const char *lw_project_get_path (LwProject *self);

/* File name without suffix. */
const char *lw_project_get_title (LwProject *self);

/* The same of a project that is not open.  Any thread; transfer full. */
char *lw_project_title_from_path (const char *path);

/* NULL where it can be edited. */
const char *lw_project_get_read_only_reason (LwProject *self);
gboolean    lw_project_is_busy (LwProject *self);

/* Absolute path of the picture file.  Transfer full. */
char *lw_project_dup_image_path (LwProject *self,
                                 gint64     image_key);

/* All images, with filter.  Borrowed; lives as long as the project. */
LwImageList *lw_project_get_images (LwProject *self);

/* Borrowed; lives as long as the project. */
LwPictureLoader *lw_project_get_picture_loader (LwProject *self);

/* Borrowed, valid until classes-changed: (element-type LwClassRow), by position. */
const GArray     *lw_project_get_classes (LwProject *self);
const LwClassRow *lw_project_find_class (LwProject *self,
                                         gint64     class_key);

/* Borrowed, valid until classes-changed: (element-type LwAttributeRow), by position,
 * archived ones too. */
const GArray         *lw_project_get_attributes (LwProject *self);
const LwAttributeRow *lw_project_find_attribute (LwProject *self,
                                                 gint64     attribute_key);

/* A setting of the project, kept in its file; NULL where it is not set.  Transfer full. */
char *lw_project_dup_setting (LwProject  *self,
                              const char *name);

/* Durable, but no undo step.  @value NULL: not set. */
gboolean lw_project_set_setting (LwProject  *self,
                                 const char *name,
                                 const char *value,
                                 GError    **error);

/* Boxes and tags per class in the current layer, as last counted in the
 * background: (element-type LwClassCount), transfer full; NULL before the first
 * count.  counts-changed says when there is news. */
GArray *lw_project_count_classes (LwProject *self);

/* Those that the current annotator drew with last, the latest first: (element-type gint64),
 * transfer full; NULL while the project is busy. */
GArray *lw_project_list_recent_classes (LwProject *self,
                                        guint      n_max);

/* --- Annotators --- */

/* Borrowed, valid until annotators-changed: (element-type LwAnnotatorRow). */
const GArray *lw_project_get_annotators (LwProject *self);
gint64        lw_project_get_annotator_key (LwProject *self);

/* The annotator of that name, made where there is none, becomes the current one. */
gboolean lw_project_set_annotator (LwProject  *self,
                                   const char *name,
                                   GError    **error);

/* --- Labels of the current annotator on an image --- */

/* (element-type LwBoxRow), (element-type LwTagRow), oldest first; transfer full,
 * NULL on error. */
GArray *lw_project_list_boxes (LwProject *self,
                               gint64     image_key,
                               GError   **error);
/* The first of them in parts, for an image of many: at most @n_max whose key is above @after_key. */
GArray *lw_project_list_boxes_after (LwProject *self,
                                     gint64     image_key,
                                     gint64     after_key,
                                     guint      n_max,
                                     GError   **error);
/* The boxes of all other annotators. */
GArray *lw_project_list_other_boxes (LwProject *self,
                                     gint64     image_key,
                                     GError   **error);
GArray *lw_project_list_tags (LwProject *self,
                              gint64     image_key,
                              GError   **error);

/* A first label opens an unseen image in the same step.  @key may be NULL. */
gboolean lw_project_add_box (LwProject *self,
                             gint64     image_key,
                             gint64     class_key,
                             LwRect     rect,
                             gint64    *key,
                             GError   **error);

/* Several at once, one step: paste, duplicate.  Class, rect, flags and attributes of @rows are
 * taken; @keys, of @n_rows places, may be NULL. */
gboolean lw_project_add_boxes (LwProject      *self,
                               gint64          image_key,
                               const LwBoxRow *rows,
                               gsize           n_rows,
                               gint64         *keys,
                               GError        **error);

/* One step, however many boxes. */
gboolean lw_project_set_box_rect (LwProject *self,
                                  gint64     box_key,
                                  LwRect     rect,
                                  GError   **error);
gboolean lw_project_set_box_class (LwProject    *self,
                                   const gint64 *box_keys,
                                   gsize         n_keys,
                                   gint64        class_key,
                                   GError      **error);
gboolean lw_project_set_box_flags (LwProject *self,
                                   gint64     box_key,
                                   LwBoxFlags flags,
                                   GError   **error);

/* Sets those of @flags that are in @mask. */
gboolean lw_project_mark_boxes (LwProject    *self,
                                const gint64 *box_keys,
                                gsize         n_keys,
                                LwBoxFlags    mask,
                                LwBoxFlags    flags,
                                GError      **error);

/* @value: see LwAttributeType; NULL for its default. */
gboolean lw_project_set_box_attribute (LwProject    *self,
                                       const gint64 *box_keys,
                                       gsize         n_keys,
                                       gint64        attribute_key,
                                       const char   *value,
                                       GError      **error);
gboolean lw_project_remove_boxes (LwProject    *self,
                                  const gint64 *box_keys,
                                  gsize         n_keys,
                                  GError      **error);

/* One step called @label, translated.  With @is_more it goes on with the last step where
 * that has the same label and was not undone: a burst of keys. */
gboolean lw_project_set_box_rects (LwProject    *self,
                                   const gint64 *box_keys,
                                   const LwRect *rects,
                                   gsize         n_boxes,
                                   const char   *label,
                                   gboolean      is_more,
                                   GError      **error);

/* As lw_project_add_boxes(), but with classes by name; those that are missing are added
 * in the same step. */
gboolean lw_project_add_named_boxes (LwProject         *self,
                                     gint64             image_key,
                                     const LwBoxRow    *rows,
                                     const char *const *class_names, /* of each row */
                                     gsize              n_rows,
                                     gint64            *keys,
                                     GError           **error);

/* Gives the image the class as a whole, or takes it away: see lw-project-tags.h. */
gboolean lw_project_toggle_tag (LwProject *self,
                                gint64     image_key,
                                gint64     class_key,
                                GError   **error);
/* LW_ERROR_INVALID for done, where an image class is required and missing. */
gboolean lw_project_set_progress (LwProject *self,
                                  gint64     image_key,
                                  LwProgress progress,
                                  GError   **error);

/* The current annotator's note on the image, maybe empty, where it is flagged;
 * otherwise NULL.  Transfer full. */
char *lw_project_dup_note (LwProject *self,
                           gint64     image_key);

/* NULL takes the flag away. */
gboolean lw_project_set_note (LwProject  *self,
                              gint64      image_key,
                              const char *note,
                              GError    **error);

/* Remembers what the file of the image is, its size and hash, found out in the
 * background; not an undo step.  Nothing happens where it is known. */
void lw_project_identify_image (LwProject *self,
                                gint64     image_key);

/* The same, together with what decoding found out. */
void lw_project_set_image_info (LwProject *self,
                                gint64     image_key,
                                int        width_px,
                                int        height_px,
                                int        orientation);

/* --- Classes: each call is one step --- */

/* A name that is there gives LW_ERROR_EXISTS.  @key may be NULL. */
gboolean lw_project_add_class (LwProject  *self,
                               const char *name,
                               gint64     *key,
                               GError    **error);

/* @parent_key 0: at the top.  @keys, of @n_names places, may be NULL. */
gboolean lw_project_add_classes (LwProject         *self,
                                 const char *const *names,
                                 gsize              n_names,
                                 gint64             parent_key,
                                 gint64            *keys,
                                 GError           **error);

/* All fields of @row are taken, so change a copy of lw_project_find_class().  The history calls
 * the step by what is different.  LW_ERROR_CONFLICT where the shortcut is that of another class. */
gboolean lw_project_update_class (LwProject        *self,
                                  const LwClassRow *row,
                                  GError          **error);
gboolean lw_project_update_classes (LwProject        *self,
                                    const LwClassRow *rows,
                                    gsize             n_rows,
                                    GError          **error);
gboolean lw_project_rename_class (LwProject  *self,
                                  gint64      class_key,
                                  const char *name,
                                  GError    **error);
gboolean lw_project_set_class_colour (LwProject *self,
                                      gint64     class_key,
                                      guint32    colour,
                                      GError   **error);

/* Out of the archive, a class whose key went to another one has none, and one that was merged
 * is a class of its own again, without the labels. */
gboolean lw_project_archive_classes (LwProject    *self,
                                     const gint64 *class_keys,
                                     gsize         n_keys,
                                     gboolean      is_archived,
                                     GError      **error);

/* Puts a class below another one (0: at the top), before @before_key among those that are
 * there, or (0) behind them.  LW_ERROR_INVALID below itself, or too deep. */
gboolean lw_project_move_class (LwProject *self,
                                gint64     class_key,
                                gint64     parent_key,
                                gint64     before_key,
                                GError   **error);

/* LW_ERROR_CONFLICT while labels, classes below, attributes or examples use it. */
gboolean lw_project_remove_class (LwProject *self,
                                  gint64     class_key,
                                  GError   **error);

/* In a worker; the project is busy meanwhile.  @progress is called on the main thread.
 * See lw_class_merge_run(). */
void     lw_project_merge_classes_async (LwProject          *self,
                                         const gint64       *from_keys,
                                         gsize               n_from,
                                         gint64              into_key,
                                         LwProgressFunc      progress,
                                         gpointer            progress_data,
                                         GCancellable       *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer            user_data);
gboolean lw_project_merge_classes_finish (LwProject          *self,
                                          GAsyncResult       *result,
                                          LwClassMergeReport *report, /* (out) (optional) */
                                          GError            **error);

/* The same.  See lw_class_split_run(); @split is copied. */
void     lw_project_split_class_async (LwProject          *self,
                                       const LwClassSplit *split,
                                       LwProgressFunc      progress,
                                       gpointer            progress_data,
                                       GCancellable       *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer            user_data);
gboolean lw_project_split_class_finish (LwProject          *self,
                                        GAsyncResult       *result,
                                        LwClassSplitReport *report, /* (out) (optional) */
                                        GError            **error);

/* --- Examples of classes: classes-changed says so --- */

/* (element-type LwExampleRow), oldest first; transfer full */
GArray  *lw_project_list_examples (LwProject *self,
                                   gint64     class_key,
                                   GError   **error);
gboolean lw_project_add_example (LwProject          *self,
                                 const LwExampleRow *row, /* key ignored */
                                 GError            **error);
gboolean lw_project_update_example (LwProject          *self,
                                    const LwExampleRow *row, /* all but key and image are taken */
                                    GError            **error);
gboolean lw_project_remove_example (LwProject *self,
                                    gint64     example_key,
                                    GError   **error);

/* --- Undo and redo of the current annotator --- */

/* An ordinary step is done when the call returns, and only its result comes from
 * the main loop.  The step of an import is done in a worker, and the project is
 * busy meanwhile. */
void lw_project_undo_async (LwProject          *self,
                            GAsyncReadyCallback callback,
                            gpointer            user_data);
void lw_project_redo_async (LwProject          *self,
                            GAsyncReadyCallback callback,
                            gpointer            user_data);

/* Undoes or redoes until @group_key, one of lw_store_list_steps(), is the last step that
 * is done; 0: until none is.  In a worker; stops before a step that conflicts.  Finish
 * as a step. */
void lw_project_jump_async (LwProject          *self,
                            gint64              group_key,
                            GAsyncReadyCallback callback,
                            gpointer            user_data);

/* A running jump ends after the step that it is at; the steps before stay done, and it
 * finishes as one that has arrived. */
void lw_project_stop_jump (LwProject *self);

/* From 0 to 1 while it jumps, otherwise -1. */
double lw_project_get_jump_progress (LwProject *self);

/* @image_key: (out) (optional): an image that the step touched, for the window to
 * show; 0 for none.  LW_ERROR_NOT_FOUND: nothing to undo; LW_ERROR_CONFLICT:
 * somebody has changed it since. */
gboolean lw_project_step_finish (LwProject    *self,
                                 GAsyncResult *result,
                                 gint64       *image_key,
                                 GError      **error);

/* Keys of the boxes that the last step changed, brought back or took away, the
 * first 1,000 of them: (element-type gint64), transfer full.  For the window to
 * select what is there. */
GArray *lw_project_list_stepped_boxes (LwProject *self);

/* --- Import, in a worker; the project is busy meanwhile --- */

void lw_project_import_async (LwProject             *self,
                              const LwImportOptions *options,  /* copied */
                              LwProgressFunc         progress, /* called on the main thread */
                              gpointer               progress_data,
                              GCancellable          *cancellable,
                              GAsyncReadyCallback    callback,
                              gpointer               user_data);

/* Transfer full: also after a dry run.  NULL with @error set. */
LwImportReport *lw_project_import_finish (LwProject    *self,
                                          GAsyncResult *result,
                                          GError      **error);

/* --- Export, from a connection of its own: labelling goes on --- */

void lw_project_export_async (LwProject             *self,
                              const LwExportOptions *options, /* copied */
                              LwProgressFunc         progress,
                              gpointer               progress_data,
                              GCancellable          *cancellable,
                              GAsyncReadyCallback    callback,
                              gpointer               user_data);

/* The loss report, transfer full; NULL with @error set. */
LwFindings *lw_project_export_finish (LwProject    *self,
                                      GAsyncResult *result,
                                      GError      **error);

/* --- Finding images that were moved, in a worker; the project is busy meanwhile --- */

/* See lw_relink_run().  A step of the current annotator. */
void     lw_project_relink_async (LwProject          *self,
                                  const char         *folder,
                                  LwProgressFunc      progress, /* called on the main thread */
                                  gpointer            progress_data,
                                  GCancellable       *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer            user_data);
gboolean lw_project_relink_finish (LwProject      *self,
                                   GAsyncResult   *result,
                                   LwRelinkReport *report,
                                   GError        **error);

G_END_DECLS
