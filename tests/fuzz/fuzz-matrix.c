/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "lw-matrix-file.h"

#include <unistd.h>

#define N_ROWS 7

/* A header may claim any shape; only what is there is read. */
#define N_COLUMNS_MAX 4096

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  int              fd;
  g_autofree char *path = fuzz_write (data, size, &fd);
  g_autoptr (LwMatrixFile) matrix = lw_matrix_file_open (path, NULL);
  g_autofree double *rows = NULL;
  gsize              n_read = 1;

  if (matrix != NULL && lw_matrix_file_get_n_columns (matrix) <= N_COLUMNS_MAX)
    {
      rows = g_new (double, N_ROWS *MAX (lw_matrix_file_get_n_columns (matrix), 1));

      for (int pass = 0; pass < 2 && lw_matrix_file_rewind (matrix, NULL); pass++)
        while (lw_matrix_file_read (matrix, N_ROWS, rows, &n_read, NULL) && n_read > 0)
          g_assert_cmpuint (n_read, <=, N_ROWS);
    }

  close (fd);

  return 0;
}
