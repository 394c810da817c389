/* lw-store-private.h - the store between its own files
 *
 *   lw-store-open.c     making, vetting, opening, closing
 *   lw-store.c          groups: begin, commit, rollback; what was touched
 *   lw-store-read.c     rows
 *   lw-store-summary.c  counts
 *   lw-store-edit.c     adding, changing, removing
 *   lw-store-undo.c     undo and redo
 *   lw-store-history.c  the journal as a list and as a log
 *   lw-store-version.c  names for places in it, and their difference
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

/* The largest sequence number; 0 in an empty journal. */
gboolean lw_store_get_last_seq (LwStore *self,
                                gint64  *seq,
                                GError **error);

G_END_DECLS
