/* lw-journal.h - writing changes, and making tables of them
 *
 * Every row of an item that is made, changed or removed comes through here, from
 * an edit, an undo, a redo or a replay.  An edit knows the item as values and
 * writes the journal from them; the other three know the journal and read the
 * values from it.  Both end in lw_item_write().
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-item.h"
#include "lw-touched.h"

G_BEGIN_DECLS

/* The group that changes are written into.  Its row is made with the first
 * change, so that a group without changes leaves no trace. */
typedef struct
{
  const char *kind; /* "edit", "setup", "undo", "redo" */
  gint64      annotator_key;
  char       *label;
  gint64      inverts; /* the group that an undo or redo is about, else 0 */
  gint64      key;     /* 0 while there is no row */
} LwJournalGroup;

/* Makes the row of @group if there is none. */
gboolean lw_journal_begin_group (LwSql          *sql,
                                 LwJournalGroup *group,
                                 GError        **error);

gboolean lw_journal_append (LwSql          *sql,
                            LwJournalGroup *group,
                            const char     *kind,
                            LwId            item,
                            const char     *before,
                            const char     *after,
                            GError        **error);

/* An edit: @before is what is there (or NULL), @after what is to be (or NULL).
 * Nothing is written where they are the same. */
gboolean lw_journal_change (LwSql          *sql,
                            LwJournalGroup *group,
                            LwTouchedSet   *touched,
                            const LwItem   *before,
                            LwItem         *after,
                            GError        **error);

/* New boxes of one annotator, as one change; they get their ids and keys. */
gboolean lw_journal_add_pack (LwSql          *sql,
                              LwJournalGroup *group,
                              LwTouchedSet   *touched,
                              LwItem         *boxes,
                              gsize           n_boxes,
                              GError        **error);

/* Takes the tables over one change.  LW_ERROR_CONFLICT where the item is not what
 * @before says, or where others still need what is to go. */
gboolean lw_journal_apply (LwSql        *sql,
                           LwTouchedSet *touched,
                           const char   *kind,
                           LwId          item,
                           const char   *before,
                           const char   *after,
                           GError      **error);

G_END_DECLS
