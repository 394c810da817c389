/* lw-answer-set.h - who gave which class to which item, from a file
 *
 * A table with the columns "item", "worker" and "label" (see lw-csv.h), an answer a row.  Items and
 * workers are any texts.  Labels are class indices from 0, or, where one of them is no number, names.
 *
 * Any thread; constant once made.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-answers.h"
#include "lw-findings.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  LwAnswers  answers; /* tasks are the items */
  GPtrArray *items;   /* (element-type utf8): in natural order, as the other two */
  GPtrArray *workers;
  GPtrArray *classes;
  gboolean   has_names; /* the classes' order says nothing */
} LwAnswerSet;

/* Of several answers of one worker to the same item the last one counts, and that is found.
 * LW_ERROR_NOT_FOUND, or LW_ERROR_INVALID with file and line. */
LwAnswerSet *lw_answer_set_read (const char   *path,
                                 LwFindings   *findings,
                                 GCancellable *cancellable,
                                 GError      **error) G_GNUC_WARN_UNUSED_RESULT;
void         lw_answer_set_free (LwAnswerSet *self);

/* The rows of a file of probabilities (see lw-matrix-file.h), one per item and a column a class;
 * items are the numbers of their rows, from 0.  Classes that no answer has are added to the set.
 *
 * @all    NULL, or gets all rows of the file, @n_all of them; the caller's
 *
 * The caller's array, n_tasks times n_classes.  LW_ERROR_INVALID with file and row. */
double *lw_answer_set_read_probabilities (LwAnswerSet  *self,
                                          const char   *path,
                                          double      **all,
                                          gsize        *n_all,
                                          GCancellable *cancellable,
                                          GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/* As lw-agreement.h has them where it does not matter who gave which: n_tasks times @n_columns classes,
 * as many as an item has answers at most, -1 in what is left of a row; the caller's. */
int32_t *lw_answer_set_dup_ratings (const LwAnswerSet *self,
                                    gsize             *n_columns);

/* Two workers and the items that both have answered. */
typedef struct
{
  uint32_t a, b;    /* a < b */
  GArray  *ratings; /* (element-type int32_t): two per item, that of a first */
} LwAnswerPair;

/* (element-type LwAnswerPair): those with an item in common, ascending.  Free with
 * g_array_unref(). */
GArray *lw_answer_set_list_pairs (const LwAnswerSet *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwAnswerSet, lw_answer_set_free)

G_END_DECLS
