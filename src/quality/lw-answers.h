/* lw-answers.h - which worker gave which class to which task
 *
 * Pure: the caller's arrays; nothing here writes into them but lw_answers_group().
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* The answers of task t are those from begins[t] to before begins[t + 1]. */
typedef struct
{
  size_t          n_tasks, n_workers, n_classes;
  const size_t   *begins;  /* n_tasks + 1 */
  const uint32_t *workers; /* an element per answer, below n_workers */
  const uint32_t *labels;  /* an element per answer, below n_classes */
} LwAnswers;

static inline size_t
lw_answers_get_n (const LwAnswers *self)
{
  return self->begins[self->n_tasks];
}

/* Sorts @n answers by their task; those of a task stay in order.  @begins has room for @n_tasks +
 * 1, @grouped_workers and @grouped_labels for @n. */
void lw_answers_group (const uint32_t *tasks,
                       const uint32_t *workers,
                       const uint32_t *labels,
                       size_t          n,
                       size_t          n_tasks,
                       size_t         *begins,
                       uint32_t       *grouped_workers,
                       uint32_t       *grouped_labels);
