/* lw-store.h - the project file: tables, and the journal they can be rebuilt from
 *
 * One SQLite file.  Every change of an item is written to the journal and to the
 * table of the item in the same transaction; the tables are what replaying the
 * journal from nothing gives (lw_store_check() proves it).  Undo and redo are
 * further changes that invert an earlier group.
 *
 * A store is used by one thread at a time; it may be handed from one to another
 * between calls.  Keys are local to a file; ids (LwId) are for ever.
 *
 * Files from elsewhere are hostile: see lw_store_open().
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-dataset.h"
#include "lw-error.h"
#include "lw-id.h"
#include "lw-pace.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* "LBWR": what `file` and the desktop know a project by. */
#define LW_STORE_APPLICATION_ID 0x4c425752
#define LW_STORE_SUFFIX ".labelwright"

typedef struct _LwStore LwStore;

/* Whoever or whatever made a label. */
typedef enum
{
  LW_ORIGIN_PERSON,
  LW_ORIGIN_IMPORT,
  LW_ORIGIN_MODEL,
  LW_ORIGIN_FUSION,
} LwOrigin;

/* How many of a class's children can be given to one image as a whole. */
typedef enum
{
  LW_TAG_RULE_SINGLE = 1 << 0,   /* one at most */
  LW_TAG_RULE_REQUIRED = 1 << 1, /* at least one, before the image is done */
} LwTagRule;

#define LW_TAG_RULE_ALL (LW_TAG_RULE_SINGLE | LW_TAG_RULE_REQUIRED)

/* The setting with the same for the classes at the top, as a number. */
#define LW_SETTING_TAG_RULE "tag-rule"

/* Rows as they are handed out.  Strings are owned by the array they came in
 * (freed with it) and NULL where SQL has NULL. */

typedef struct
{
  gint64 key;
  char  *name;
} LwAnnotatorRow;

typedef struct
{
  gint64  key;
  char   *name;
  guint32 colour;   /* 0xRRGGBB */
  int     position; /* order in the palette, from 0; digits 1 to 9 and 0 follow it */
  char   *extra;

  gint64    parent_key;      /* 0: at the top */
  char     *shortcut;        /* a key as GTK writes it, or NULL: the digit of its position */
  char     *guideline;       /* what belongs to the class and what does not, plain text; or NULL */
  gboolean  is_archived;     /* no longer offered; its labels stay */
  gint64    merged_into_key; /* the class that took over its labels, or 0 */
  LwTagRule tag_rule;        /* for its children, given to an image as a whole */
} LwClassRow;

/* What a box of a class can be asked about. */
typedef enum
{
  LW_ATTRIBUTE_FLAG,   /* "true" or "false" */
  LW_ATTRIBUTE_CHOICE, /* one of the choices */
  LW_ATTRIBUTE_NUMBER, /* as g_ascii_dtostr() writes it */
  LW_ATTRIBUTE_TEXT,
  LW_N_ATTRIBUTE_TYPES
} LwAttributeType;

typedef struct
{
  gint64          key;
  LwId            id;        /* what lw_box_attributes_get() knows it by */
  gint64          class_key; /* 0: boxes of every class */
  char           *name;
  LwAttributeType type;
  char          **choices;       /* of a choice, otherwise NULL */
  char           *default_value; /* of a box that says nothing; NULL: none */
  int             position;      /* order among the attributes, from 0 */
  gboolean        is_archived;   /* no longer asked; its values stay */
} LwAttributeRow;

/* A part of an image that shows what belongs to a class, or what does not. */
typedef struct
{
  gint64   key;
  gint64   class_key;
  gint64   image_key;
  LwRect   rect;
  char    *caption;
  gboolean is_wrong; /* looks like the class and is not */
} LwExampleRow;

typedef struct
{
  gint64 key;
  char  *path;     /* relative to the images folder; '/' between parts */
  int    width_px; /* as displayed; 0 while nobody has looked at the file */
  int    height_px;
  int    orientation; /* EXIF, 1 to 8 */
  char  *lot;
  char  *extra;
  gint64 file_size;    /* bytes; 0 unknown */
  char  *content_hash; /* SHA-256 of the file, 64 small hexadecimal digits; NULL unknown */
} LwImageRow;

typedef struct
{
  gint64     key;
  gint64     image_key;
  gint64     annotator_key;
  gint64     class_key;
  LwRect     rect;
  LwBoxFlags flags;
  LwOrigin   origin;
  char      *extra;
  char      *attributes; /* see lw-box-attributes.h; NULL: all at their defaults */
} LwBoxRow;

typedef struct
{
  gint64   key;
  gint64   image_key;
  gint64   annotator_key;
  gint64   class_key;
  LwOrigin origin;
  char    *extra;
} LwTagRow;

/* What the image list shows of every image, small enough for 100,000 at once. */
typedef struct
{
  gint64     image_key;
  guint      n_boxes;
  guint      n_tags;
  LwProgress progress;
  gboolean   is_flagged; /* somebody left a note */
} LwImageSummary;

/* --- Opening --- */

/* Makes a new project file.  LW_ERROR_EXISTS where @path exists. */
LwStore *lw_store_create (const char *path,
                          GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * lw_store_open:
 *
 * Opens a project, upgrading an older one.  Where another process has it open
 * for writing, or the file or its folder cannot be written, it is opened
 * read-only: lw_store_get_read_only_reason() says why in one sentence.
 *
 * Nothing is written to a file that is refused, and the whole file is looked
 * at no more than a quick check needs.
 *
 * Returns: NULL with @error set to:
 *   LW_ERROR_NOT_FOUND  no such file
 *   LW_ERROR_CORRUPT    no project, truncated, damaged or tampered with
 *   LW_ERROR_TOO_NEW    written by a newer version
 */
LwStore *lw_store_open (const char *path,
                        GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/* Never keeps the writing lock: for commands that only read.  An older project is
 * upgraded first, where it can be written. */
LwStore *lw_store_open_read_only (const char *path,
                                  GError    **error) G_GNUC_WARN_UNUSED_RESULT;
void     lw_store_close (LwStore *self);

const char *lw_store_get_path (LwStore *self);
LwId        lw_store_get_id (LwStore *self); /* of the project, for its cache */

/* NULL where the project can be written. */
const char *lw_store_get_read_only_reason (LwStore *self);

/* --- Reading: snapshots, transfer full, that later edits do not change --- */

GArray *lw_store_list_annotators (LwStore *self,
                                  GError **error); /* (element-type LwAnnotatorRow) */
GArray *lw_store_list_classes (LwStore *self,
                               GError **error); /* (element-type LwClassRow), by position */
/* Of all classes, by position.  (element-type LwAttributeRow) */
GArray *lw_store_list_attributes (LwStore *self,
                                  GError **error);

/* Boxes of all annotators that have a value of the attribute, oldest first.
 * (element-type LwBoxRow) */
GArray *lw_store_list_boxes_with_attribute (LwStore *self,
                                            LwId     attribute_id,
                                            GError **error);

/* (element-type LwExampleRow), oldest first */
GArray *lw_store_list_examples (LwStore *self,
                                gint64   class_key,
                                GError **error);
GArray *lw_store_list_images (LwStore *self,
                              GError **error); /* (element-type LwImageRow), as they came in: by key */
GArray *lw_store_list_lots (LwStore *self,
                            GError **error); /* (element-type char*) names, with clear func */

/* One annotator's labels on an image, oldest first; @annotator_key 0: everybody's. */
GArray *lw_store_list_boxes (LwStore *self,
                             gint64   image_key,
                             gint64   annotator_key,
                             GError **error); /* (element-type LwBoxRow) */
/* A part of them: at most @n_max of those whose key is above @after_key. */
GArray *lw_store_list_boxes_after (LwStore *self,
                                   gint64   image_key,
                                   gint64   annotator_key,
                                   gint64   after_key,
                                   guint    n_max,
                                   GError **error);
/* The boxes of all others. */
GArray *lw_store_list_other_boxes (LwStore *self,
                                   gint64   image_key,
                                   gint64   annotator_key,
                                   GError **error); /* (element-type LwBoxRow) */
GArray *lw_store_list_tags (LwStore *self,
                            gint64   image_key,
                            gint64   annotator_key,
                            GError **error); /* (element-type LwTagRow) */

/* Boxes by their keys, in the order of @keys; what is not there any more is left out. */
GArray *lw_store_find_boxes (LwStore      *self,
                             const gint64 *keys,
                             gsize         n_keys,
                             GError      **error); /* (element-type LwBoxRow) */

/* One entry per image in the order of lw_store_list_images(), from the layer of
 * @annotator_key; 0: everybody's together, progress the furthest. */
GArray *lw_store_summarise (LwStore *self,
                            gint64   annotator_key,
                            GError **error); /* (element-type LwImageSummary) */

/* The same for one image, fast enough for every edit. */
gboolean lw_store_summarise_image (LwStore        *self,
                                   gint64          image_key,
                                   gint64          annotator_key,
                                   LwImageSummary *summary,
                                   GError        **error);

/* Boxes and tags of each class in the layer of @annotator_key (0: all), by class
 * position.  (element-type LwClassCount) */
typedef struct
{
  gint64  class_key;
  guint64 n_boxes;
  guint64 n_tags;
} LwClassCount;

GArray *lw_store_count_classes (LwStore *self,
                                gint64   annotator_key,
                                GError **error);

/* Keys of images that have a box or tag of the class.  (element-type gint64), ascending */
GArray *lw_store_list_images_with_class (LwStore *self,
                                         gint64   class_key,
                                         gint64   annotator_key,
                                         GError **error);

/* Of the boxes that somebody drew, the latest first; looks at the last two thousand boxes of all
 * annotators.  (element-type gint64) */
GArray *lw_store_list_recent_classes (LwStore *self,
                                      gint64   annotator_key,
                                      guint    n_max,
                                      GError **error);

/* Keys of the boxes of a class, oldest first (element-type gint64), and its tags
 * (element-type LwTagRow); @annotator_key 0: everybody's. */
GArray *lw_store_list_class_boxes (LwStore *self,
                                   gint64   class_key,
                                   gint64   annotator_key,
                                   GError **error);
GArray *lw_store_list_class_tags (LwStore *self,
                                  gint64   class_key,
                                  gint64   annotator_key,
                                  GError **error);

/* @note: (out) (transfer full): NULL where the image is not flagged, otherwise its note, maybe empty. */
gboolean lw_store_get_note (LwStore *self,
                            gint64   image_key,
                            gint64   annotator_key,
                            char   **note,
                            GError **error);

/* Keys of images that have a box or tag of the annotator.  (element-type gint64), ascending */
GArray *lw_store_list_images_of_annotator (LwStore *self,
                                           gint64   annotator_key,
                                           GError **error);

/* NULL without an error where it is not set.  Transfer full. */
char *lw_store_dup_setting (LwStore    *self,
                            const char *name,
                            GError    **error);

/* --- Editing: always inside a group, which is one transaction and one undo step --- */

typedef enum
{
  LW_GROUP_EDIT,  /* an annotator's step: undo takes it back */
  LW_GROUP_SETUP, /* adding images, annotators: not on the undo stack */
} LwGroupKind;

/**
 * lw_store_begin:
 * @annotator_key: who does it; 0 only for LW_GROUP_SETUP
 * @label: what the history calls it, translated: "Draw box"
 *
 * Starts a group.  Everything until lw_store_commit() is durable together or
 * not at all.  A group without changes leaves no trace.
 *
 * Returns: FALSE with LW_ERROR_READ_ONLY, LW_ERROR_NO_SPACE...
 */
gboolean lw_store_begin (LwStore    *self,
                         LwGroupKind kind,
                         gint64      annotator_key,
                         const char *label,
                         GError    **error);

/* The same, but goes on with the newest step of the annotator where that is called
 * @label and has not been undone: a burst of keys is one step. */
gboolean lw_store_begin_more (LwStore    *self,
                              gint64      annotator_key,
                              const char *label,
                              GError    **error);

/* Ends the running group and starts one of edits in the same transaction: both
 * are durable together or not at all.  For the first step of an annotator who has
 * to be added before it. */
void lw_store_begin_next (LwStore    *self,
                          gint64      annotator_key,
                          const char *label);

/* Durable (fsync done) when it returns TRUE.  On FALSE it was rolled back. */
gboolean lw_store_commit (LwStore *self,
                          GError **error);
void     lw_store_rollback (LwStore *self);

/* Keys are > 0; 0 with @error set on failure.  After a failure call
 * lw_store_rollback(). */
gint64 lw_store_add_annotator (LwStore    *self,
                               const char *name,
                               GError    **error); /* LW_ERROR_EXISTS */
gint64 lw_store_add_class (LwStore             *self,
                           const LwClassRecord *record,
                           GError             **error); /* LW_ERROR_EXISTS for a name that is there */
gint64 lw_store_add_image (LwStore             *self,
                           const LwImageRecord *record,
                           int                  orientation,
                           GError             **error); /* LW_ERROR_EXISTS for a path that is there */
gint64 lw_store_add_box (LwStore        *self,
                         const LwBoxRow *row, /* key ignored */
                         GError        **error);     /* LW_ERROR_INVALID: empty, inside out, not finite */
gint64 lw_store_add_tag (LwStore        *self,
                         const LwTagRow *row, /* key ignored */
                         GError        **error);

/* All fields but key and extra are taken.  LW_ERROR_INVALID where a class would be
 * below itself. */
gboolean lw_store_update_class (LwStore          *self,
                                const LwClassRow *row,
                                GError          **error);

/* LW_ERROR_CONFLICT while labels, classes below, attributes or examples use it. */
gboolean lw_store_remove_class (LwStore *self,
                                gint64   class_key,
                                GError **error);

/* Key and id of @row are ignored, and its position, which is the last.
 * LW_ERROR_EXISTS for a name that the class has already, LW_ERROR_INVALID for a
 * choice without choices or a default that is no value of the type. */
gint64   lw_store_add_attribute (LwStore              *self,
                                 const LwAttributeRow *row,
                                 GError              **error);
gboolean lw_store_update_attribute (LwStore              *self,
                                    const LwAttributeRow *row, /* all but key, id and class are taken */
                                    GError              **error);

/* LW_ERROR_CONFLICT while a box has a value of it: archive it instead. */
gboolean lw_store_remove_attribute (LwStore *self,
                                    gint64   attribute_key,
                                    GError **error);
gint64   lw_store_add_example (LwStore            *self,
                               const LwExampleRow *row, /* key ignored */
                               GError            **error);
gboolean lw_store_update_example (LwStore            *self,
                                  const LwExampleRow *row, /* class, rect, caption and is_wrong are taken */
                                  GError            **error);
gboolean lw_store_remove_example (LwStore *self,
                                  gint64   example_key,
                                  GError **error);

/* Path, size and orientation, file size and content hash are taken.
 * LW_ERROR_EXISTS where another image has the path. */
gboolean lw_store_update_image (LwStore          *self,
                                const LwImageRow *row,
                                GError          **error);
gboolean lw_store_update_box (LwStore        *self,
                              const LwBoxRow *row, /* class, rect, flags, extra, attributes are taken */
                              GError        **error);
gboolean lw_store_remove_box (LwStore *self,
                              gint64   box_key,
                              GError **error);
gboolean lw_store_set_tag_class (LwStore *self,
                                 gint64   tag_key,
                                 gint64   class_key,
                                 GError **error);
gboolean lw_store_remove_tag (LwStore *self,
                              gint64   tag_key,
                              GError **error);
gboolean lw_store_set_progress (LwStore   *self,
                                gint64     image_key,
                                gint64     annotator_key,
                                LwProgress progress,
                                GError   **error);

/* Flags the image with a note, which may be empty; NULL takes the flag away. */
gboolean lw_store_set_note (LwStore    *self,
                            gint64      image_key,
                            gint64      annotator_key,
                            const char *note,
                            GError    **error);
gboolean lw_store_set_setting (LwStore    *self,
                               const char *name,
                               const char *value, /* NULL removes it */
                               GError    **error);

/* Many boxes in one journal row: for imports.  Keys are ignored; all of one
 * annotator; at most LW_STORE_PACK_MAX. */
#define LW_STORE_PACK_MAX 4096

gboolean lw_store_add_boxes_packed (LwStore        *self,
                                    const LwBoxRow *rows,
                                    gsize           n_rows,
                                    GError        **error);

/* --- Undo and redo: per annotator, across images and restarts --- */

/* What the next step would be called; NULL where there is none.  Transfer full. */
char *lw_store_dup_undo_label (LwStore *self,
                               gint64   annotator_key);
char *lw_store_dup_redo_label (LwStore *self,
                               gint64   annotator_key);

/**
 * lw_store_undo:
 * @image_key: (out): an image that the step touched, 0 where it touched none
 *
 * A transaction of its own, like any edit.
 *
 * Returns: FALSE with
 *   LW_ERROR_NOT_FOUND  nothing to undo
 *   LW_ERROR_CONFLICT   what the step made has been changed by somebody since
 */
gboolean lw_store_undo (LwStore *self,
                        gint64   annotator_key,
                        gint64  *image_key,
                        GError **error);
gboolean lw_store_redo (LwStore *self,
                        gint64   annotator_key,
                        gint64  *image_key,
                        GError **error);

/* TRUE where the next step, backwards or with @redo forwards, is an import or the
 * like: seconds rather than milliseconds, so not for the main thread. */
gboolean lw_store_is_step_long (LwStore *self,
                                gint64   annotator_key,
                                gboolean redo);

/* --- The steps that undo and redo go through, for the history panel --- */

typedef struct
{
  gint64   group_key;
  gint64   made_at_us; /* Unix time, microseconds */
  char    *label;
  gint64   image_key; /* the first that it touched; 0 for none, or for an import */
  gboolean is_undone;
} LwStepRow;

gboolean lw_store_count_steps (LwStore *self,
                               gint64   annotator_key,
                               guint   *n_done,
                               guint   *n_undone,
                               GError **error);

/* Newest first, which is the undone ones and then the others, from the @first on.
 * (element-type LwStepRow) */
GArray *lw_store_list_steps (LwStore *self,
                             gint64   annotator_key,
                             guint    first,
                             guint    n_max,
                             GError **error);

/* Called after each step.  FALSE stops there. */
typedef gboolean (*LwJumpFunc) (guint    n_done,
                                guint    n_steps,
                                gpointer user_data);

/**
 * lw_store_jump:
 * @group_key: the step that is to be the last that is done; 0: none
 * @func: (nullable): called on this thread
 * @image_key: (out): the first image that was touched; 0 for none
 *
 * Undoes or redoes step by step, each a transaction of its own.  What was touched is
 * of all steps together, also on failure: then those before it stay done.
 *
 * Returns: FALSE with
 *   LW_ERROR_NOT_FOUND  no such step, or it can no longer be reached
 *   LW_ERROR_CONFLICT   what a step made has been changed by somebody since
 */
gboolean lw_store_jump (LwStore   *self,
                        gint64     annotator_key,
                        gint64     group_key,
                        LwJumpFunc func,
                        gpointer   user_data,
                        gint64    *image_key,
                        GError   **error);

/* --- Telling others what changed --- */

typedef enum
{
  LW_TOUCHED_IMAGES = 1 << 0,  /* images were added, removed or resized */
  LW_TOUCHED_LABELS = 1 << 1,  /* boxes, tags or progress of some images: see below */
  LW_TOUCHED_CLASSES = 1 << 2, /* classes, their attributes and examples */
  LW_TOUCHED_ANNOTATORS = 1 << 3,
  LW_TOUCHED_SETTINGS = 1 << 4,
} LwTouched;

/* What the last successful commit, undo or redo touched; @image_keys, which may be NULL, gets
 * the images whose labels or progress changed (element-type gint64, unique; transfer full),
 * or NULL where there are more than 1,000: then take all. */
LwTouched lw_store_get_touched (LwStore *self,
                                GArray **image_keys);

/* The boxes among it, the first 1,000 of them; those that are gone, too.
 * (element-type gint64), transfer full */
GArray *lw_store_list_touched_boxes (LwStore *self);

/* --- Journal --- */

/* Groups of history, newest first, for the history panel. */
typedef struct
{
  gint64   group_key;
  gint64   made_at_us; /* Unix time, microseconds */
  gint64   annotator_key;
  char    *label;
  gboolean is_undone;
} LwHistoryRow;

GArray *lw_store_list_history (LwStore *self,
                               gint64   annotator_key, /* 0: everybody's */
                               guint    n_max,
                               GError **error);

/* When labels or progress of an image were last changed by hand, an import not counted. */
typedef struct
{
  gint64 image_key;
  gint64 made_at_us; /* Unix time, microseconds */
} LwImageEdit;

/* From the last @n_max changes of the annotator (0: everybody's); what was edited
 * longer ago is not among it.  (element-type LwImageEdit), by image key ascending */
GArray *lw_store_list_image_edits (LwStore *self,
                                   gint64   annotator_key,
                                   guint    n_max,
                                   GError **error);

/* What the annotator did since @since_us (Unix time, microseconds), oldest first, the
 * last LW_STORE_ACTIVITY_MAX steps at most.  Costs no more with an older project.
 * (element-type LwPaceEvent) */
#define LW_STORE_ACTIVITY_MAX 50000

GArray *lw_store_list_activity (LwStore *self,
                                gint64   annotator_key,
                                gint64   since_us,
                                GError **error);

/* Calls @func with one JSON object in text form per change, in order, from
 * sequence number @since + 1 on.  FALSE from @func stops. */
typedef gboolean (*LwLogFunc) (const char *json,
                               gpointer    user_data);

gboolean lw_store_log (LwStore  *self,
                       gint64    since,
                       gint64    annotator_key, /* 0: everybody's */
                       LwLogFunc func,
                       gpointer  user_data,
                       GError  **error);

/**
 * lw_store_check:
 * @findings: (element-type LwCheckFinding): filled; empty where all is well
 *
 * SQLite's own integrity check, foreign keys, and the journal replayed from
 * nothing into a temporary file and compared with the tables, row by row.
 *
 * Returns: FALSE only where the check itself could not be done.
 */
typedef struct
{
  char *what;
  char *where;
} LwCheckFinding;

gboolean lw_store_check (LwStore      *self,
                         GArray       *findings,
                         GCancellable *cancellable,
                         GError      **error);

/* --- Versions: names for a place in the journal --- */

typedef struct
{
  char  *name;
  gint64 seq;
  gint64 made_at_us;
} LwVersionRow;

gboolean lw_store_save_version (LwStore    *self,
                                const char *name,
                                GError    **error); /* LW_ERROR_EXISTS */
GArray  *lw_store_list_versions (LwStore *self,
                                 GError **error); /* (element-type LwVersionRow) */

/* Where a version, a sequence number in text form, or "now" lies in the journal. */
gboolean lw_store_find_version (LwStore    *self,
                                const char *name,
                                gint64     *seq,
                                GError    **error);

/* How many items of each kind were added, changed and removed between two places,
 * net: what was added and removed again does not count. */
typedef struct
{
  const char *kind; /* static: "image", "class", "box", "tag", "progress"... */
  guint64     n_added, n_changed, n_removed;
} LwVersionDifference;

GArray *lw_store_diff (LwStore *self,
                       gint64   seq_a,
                       gint64   seq_b,
                       GError **error); /* (element-type LwVersionDifference) */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwStore, lw_store_close)

G_END_DECLS
