/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-parallel.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#define N_THREADS_MAX 64

typedef struct
{
  size_t         n;
  LwParallelFunc func;
  void          *data;
  atomic_size_t  next;
  atomic_bool    is_stopped;
} Work;

static void *
work_on (void *data)
{
  Work *work = data;

  for (size_t i; !atomic_load (&work->is_stopped) && (i = atomic_fetch_add (&work->next, 1)) < work->n;)
    if (!work->func (i, work->data))
      atomic_store (&work->is_stopped, true);

  return NULL;
}

static size_t
choose_n_threads (unsigned n_threads,
                  size_t   n)
{
  const long   n_processors = sysconf (_SC_NPROCESSORS_ONLN);
  const size_t wanted = n_threads > 0 ? n_threads : n_processors > 0 ? (size_t) n_processors
                                                                     : 1;
  const size_t possible = wanted < N_THREADS_MAX ? wanted : N_THREADS_MAX;

  return possible < n ? possible : n;
}

bool
lw_parallel_for (size_t         n,
                 unsigned       n_threads,
                 LwParallelFunc func,
                 void          *data)
{
  Work         work = { .n = n, .func = func, .data = data };
  const size_t n_wanted = choose_n_threads (n_threads, n);
  pthread_t    threads[N_THREADS_MAX];
  size_t       n_started = 0;

  /* A thread that cannot be had is no error: the others do its part. */
  while (n_started + 1 < n_wanted && pthread_create (&threads[n_started], NULL, work_on, &work) == 0)
    n_started++;

  work_on (&work);
  for (size_t i = 0; i < n_started; i++)
    pthread_join (threads[i], NULL);

  return !atomic_load (&work.is_stopped);
}
