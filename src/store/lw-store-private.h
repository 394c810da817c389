/* lw-store-private.h - the store between its own files
 *
 *   lw-store-open.c     making, vetting, opening, closing
 *   lw-store.c          groups: begin, commit, rollback; what was touched
 *   lw-store-read.c     rows
 *   lw-store-summary.c  counts
 *   lw-store-edit.c     adding, changing, removing: images, boxes, tags, settings
 *   lw-store-classes.c  the same for classes and their examples
 *   lw-store-attributes.c  and for what boxes can be asked about
 *   lw-store-progress.c    how far an annotator is with an image, and notes
 *   lw-store-undo.c     undo and redo
 *   lw-store-history.c  the journal as a list and as a log
 *   lw-store-version.c  names for places in it, and their difference
 *   lw-store-activity.c who did how much, and when
 *   lw-store-jump.c     the steps of undo as a list, and many of them at once
 *   lw-store-check.c    the journal replayed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-journal.h"
#include "lw-lock.h"
#include "lw-store.h"

G_BEGIN_DECLS

struct _LwStore
{
  char   *path;
  char   *uri; /* how the file was opened: the check opens it once more */
  LwSql   sql;
  LwId    id;
  LwLock *lock;             /* NULL where it is read-only */
  char   *read_only_reason; /* NULL where it can be written */

  /* The group that is being made. */
  gboolean       is_in_group;
  gboolean       has_earlier_group; /* that belongs to the running transaction too */
  gboolean       is_broken;         /* a statement went wrong: it must not be committed */
  LwJournalGroup group;
  LwTouchedSet   touching;

  LwTouchedSet touched; /* by the last commit */
};

/* Starts a transaction and a group of any kind. */
gboolean lw_store_begin_group (LwStore    *self,
                               const char *kind,
                               gint64      annotator_key,
                               const char *label,
                               gint64      inverts,
                               GError    **error);

/* --- lw-store-edit.c --- */

/* Journal and table.  After a failure the group cannot be committed any more. */
gboolean lw_store_change (LwStore      *self,
                          const LwItem *before,
                          LwItem       *after,
                          GError      **error);
gboolean lw_store_remove_item (LwStore *self,
                               LwKind   kind,
                               gint64   key,
                               GError **error);

/* Loads an item twice: as it is, and to be changed. */
gboolean lw_store_load_pair (LwStore *self,
                             LwKind   kind,
                             gint64   key,
                             LwItem  *before,
                             LwItem  *after,
                             GError **error);

/* The key that a one-column statement finds, or 0; the same for one whose parameter is a name. */
gboolean lw_store_find_key (LwStore *self,
                            LwStmt  *stmt,
                            gint64  *key,
                            GError **error);
gboolean lw_store_find_named (LwStore    *self,
                              LwSqlId     statement,
                              const char *name,
                              gint64     *key,
                              GError    **error);

/* LW_ERROR_INVALID for what is no text.  @what is marked for translation, not translated. */
gboolean lw_store_check_text (const char *what,
                              const char *text,
                              gboolean    can_be_empty,
                              GError    **error);

/* The same where NULL is good, too. */
gboolean lw_store_check_extra (const char *extra,
                               GError    **error);

/* A name that must be good, and new but for the item @own_key itself. */
gboolean lw_store_check_name (LwStore    *self,
                              const char *what,
                              LwSqlId     statement,
                              const char *name,
                              gint64      own_key,
                              GError    **error);
gboolean lw_store_check_rect (LwRect   rect,
                              GError **error);

/* FALSE where a change, as the journal has it, is about no image, or about one that is
 * gone.  An import's pack of boxes is about many: FALSE. */
gboolean lw_store_find_image_of_change (LwSql      *sql,
                                        const char *kind,
                                        LwId        item,
                                        const char *before,
                                        const char *after,
                                        gint64     *image_key);

/* The largest sequence number; 0 in an empty journal. */
gboolean lw_store_get_last_seq (LwStore *self,
                                gint64  *seq,
                                GError **error);

G_END_DECLS
