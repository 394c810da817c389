/* lw-kernel-range.h - where a kernel reaches the input
 *
 * Along one axis number j of the result sees number stride j + offset of the input, offset from
 * -(kernel / 2) to kernel / 2.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

/* From begin to before end. */
typedef struct
{
  int begin, end;
} LwRange;

/* Numbers of the result, for @n_in of the input. */
static inline int
lw_kernel_get_size (int kernel,
                    int stride,
                    int n_in)
{
  return (n_in + 2 * (kernel / 2) - kernel) / stride + 1;
}

/* The numbers of the result, of @n_out, that see one inside the input; may be none. */
static inline LwRange
lw_kernel_get_inside (int offset,
                      int stride,
                      int n_in,
                      int n_out)
{
  int begin = offset < 0 ? (stride - 1 - offset) / stride : 0;
  int end = n_in > offset ? (n_in - offset - 1) / stride + 1 : 0;

  begin = begin < n_out ? begin : n_out;
  end = end < n_out ? end : n_out;

  return (LwRange){ begin, end > begin ? end : begin };
}
