/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-blas.h"

#include <cblas.h>

void
lw_blas_multiply (int      n_rows,
                  int      n_columns,
                  int      n_inner,
                  LwMatrix a,
                  LwMatrix b,
                  float   *c,
                  int      c_leading,
                  bool     adds)
{
  cblas_sgemm (CblasRowMajor,
               a.is_transposed ? CblasTrans : CblasNoTrans,
               b.is_transposed ? CblasTrans : CblasNoTrans,
               n_rows, n_columns, n_inner,
               1, a.data, a.leading,
               b.data, b.leading,
               adds ? 1 : 0, c, c_leading);
}

void
lw_blas_set_n_threads (int n_threads)
{
  openblas_set_num_threads (n_threads);
}
