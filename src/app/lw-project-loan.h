/* lw-project-loan.h - the store of a project, lent to a worker for one long step
 *
 * The project is busy from the call until the worker has let go of the store, also where it
 * is cancelled: the task would otherwise return while the worker still rolls back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-progress-relay.h"
#include "lw-project-private.h"

G_BEGIN_DECLS

typedef struct
{
  LwStore         *store;         /* borrowed; nobody else uses it meanwhile */
  gint64           annotator_key; /* who does it; 0 where nobody was chosen */
  LwProgressRelay *progress;      /* for lw_progress_relay_report() */
  gpointer         job;           /* the caller's */
} LwLoan;

typedef struct
{
  /* In the worker.  The report, transfer full, or NULL with @error set. */
  gpointer (*run) (const LwLoan *loan,
                   GCancellable *cancellable,
                   GError      **error);
  gpointer       job; /* taken */
  GDestroyNotify free_job;
  GDestroyNotify free_report;
  gboolean       is_rehearsal; /* nothing will be changed: nobody is told of changes */
} LwLoanWork;

/**
 * lw_project_lend:
 * @task: (transfer full): returns the report as a pointer, or the error
 * @work: copied
 * @progress: (nullable): called on the main thread
 *
 * Main thread.  Refused with LW_ERROR_CONFLICT while another worker has the store.
 */
void lw_project_lend (LwProject        *self,
                      GTask            *task,
                      const LwLoanWork *work,
                      LwProgressFunc    progress,
                      gpointer          progress_data,
                      GCancellable     *cancellable);

G_END_DECLS
