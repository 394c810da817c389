/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-jpeg-memory.h"

#include <jerror.h>
#include <string.h>

/* Coefficients are packed in words of four, sixteen a block. */
#define WORD 4
#define N_WORDS (DCTSIZE2 / WORD)

/* Stands for libjpeg's own kind of array, which only its own memory manager looks into. */
typedef struct
{
  JDIMENSION n_blocks, n_rows; /* blocks in a row; rows of blocks */
  guint8   **packed;           /* by row; NULL: all zero */

  /* Rows that libjpeg works on. */
  JDIMENSION  first, n_unpacked;
  gboolean    is_changed;
  JBLOCK     *blocks;
  JBLOCKARRAY rows;
  guint8     *scratch; /* one row, packed as badly as can be */
} BlockArray;

static void
block_array_free (gpointer data)
{
  BlockArray *self = data;

  for (JDIMENSION y = 0; self->packed != NULL && y < self->n_rows; y++)
    g_free (self->packed[y]);

  g_free (self->packed);
  g_free (self->blocks);
  g_free (self->rows);
  g_free (self->scratch);
  g_free (self);
}

static void
fail_for_memory (j_common_ptr jpeg)
{
  ERREXIT1 (jpeg, JERR_OUT_OF_MEMORY, 0);
}

/* --- Packing --- */

gsize
lw_jpeg_pack_block (const JCOEF *block,
                    guint8      *to)
{
  guint16 is_there = 0, is_wide = 0;
  guint8 *at = to + 4;

  for (int w = 0; w < N_WORDS; w++)
    {
      const JCOEF *word = block + w * WORD;
      guint64      all;

      memcpy (&all, word, sizeof all);

      if (all == 0)
        continue;

      is_there |= (guint16) (1 << w);

      if (word[0] == (gint8) word[0] && word[1] == (gint8) word[1] &&
          word[2] == (gint8) word[2] && word[3] == (gint8) word[3])
        {
          for (int i = 0; i < WORD; i++)
            *at++ = (guint8) word[i];
        }
      else
        {
          is_wide |= (guint16) (1 << w);
          memcpy (at, word, WORD * sizeof (JCOEF));
          at += WORD * sizeof (JCOEF);
        }
    }

  memcpy (to, &is_there, 2);
  memcpy (to + 2, &is_wide, 2);

  return (gsize) (at - to);
}

gsize
lw_jpeg_unpack_block (const guint8 *from,
                      JCOEF        *block)
{
  guint16       is_there, is_wide;
  const guint8 *at = from + 4;

  memcpy (&is_there, from, 2);
  memcpy (&is_wide, from + 2, 2);
  memset (block, 0, DCTSIZE2 * sizeof (JCOEF));

  for (guint left = is_there; left != 0; left &= left - 1)
    {
      const int w = __builtin_ctz (left);
      JCOEF    *word = block + w * WORD;

      if (is_wide & 1 << w)
        {
          memcpy (word, at, WORD * sizeof (JCOEF));
          at += WORD * sizeof (JCOEF);
        }
      else
        {
          for (int i = 0; i < WORD; i++)
            word[i] = (gint8) *at++;
        }
    }

  return (gsize) (at - from);
}

static gboolean
pack_row (BlockArray   *self,
          JDIMENSION    y,
          const JBLOCK *blocks)
{
  gsize   size = 0;
  guint8 *packed;

  for (JDIMENSION x = 0; x < self->n_blocks; x++)
    size += lw_jpeg_pack_block (blocks[x], self->scratch + size);

  if (!(packed = g_try_realloc (self->packed[y], size)))
    return FALSE;

  memcpy (packed, self->scratch, size);
  self->packed[y] = packed;

  return TRUE;
}

static void
unpack_row (const BlockArray *self,
            JDIMENSION        y,
            JBLOCK           *blocks)
{
  const guint8 *at = self->packed[y];

  if (at == NULL)
    {
      memset (blocks, 0, self->n_blocks * sizeof (JBLOCK));
      return;
    }

  for (JDIMENSION x = 0; x < self->n_blocks; x++)
    at += lw_jpeg_unpack_block (at, blocks[x]);
}

/* --- What libjpeg calls --- */

static void
put_back (j_common_ptr jpeg,
          BlockArray  *self)
{
  const LwJpegMemory *memory = jpeg->client_data;

  for (JDIMENSION i = 0; i < self->n_unpacked; i++)
    {
      if (memory->is_last_pass)
        g_clear_pointer (&self->packed[self->first + i], g_free);
      else if (self->is_changed && !pack_row (self, self->first + i, self->rows[i]))
        fail_for_memory (jpeg);
    }

  self->n_unpacked = 0;
  self->is_changed = FALSE;
}

static jvirt_barray_ptr
request_cb (j_common_ptr jpeg,
            int          pool,
            boolean      starts_as_zero,
            JDIMENSION   n_blocks,
            JDIMENSION   n_rows,
            JDIMENSION   max_access)
{
  LwJpegMemory *memory = jpeg->client_data;
  BlockArray   *self = g_new0 (BlockArray, 1);

  g_ptr_array_add (memory->arrays, self);
  self->n_blocks = n_blocks;
  self->n_rows = n_rows;
  self->packed = g_try_new0 (guint8 *, n_rows);
  self->blocks = g_try_new (JBLOCK, (gsize) n_blocks * max_access);
  self->rows = g_try_new (JBLOCKROW, max_access);
  self->scratch = g_try_malloc (n_blocks * LW_JPEG_PACKED_MAX);

  if (self->packed == NULL || self->blocks == NULL || self->rows == NULL || self->scratch == NULL)
    fail_for_memory (jpeg);

  for (JDIMENSION i = 0; i < max_access; i++)
    self->rows[i] = self->blocks + (gsize) i * n_blocks;

  return (jvirt_barray_ptr) (gpointer) self;
}

static JBLOCKARRAY
access_cb (j_common_ptr     jpeg,
           jvirt_barray_ptr array,
           JDIMENSION       start,
           JDIMENSION       n,
           boolean          is_to_write)
{
  BlockArray *self = (gpointer) array;

  if (start < self->first || start + n > self->first + self->n_unpacked)
    {
      put_back (jpeg, self);
      self->first = start;

      for (JDIMENSION i = 0; i < n; i++)
        unpack_row (self, start + i, self->rows[i]);

      self->n_unpacked = n;
    }

  self->is_changed = self->is_changed || is_to_write;

  return self->rows + (start - self->first);
}

/* --- Installing it --- */

void
lw_jpeg_memory_init (LwJpegMemory    *self,
                     j_decompress_ptr jpeg)
{
  *self = (LwJpegMemory){ .arrays = g_ptr_array_new_with_free_func (block_array_free) };
  jpeg->client_data = self;
  jpeg->mem->request_virt_barray = request_cb;
  jpeg->mem->access_virt_barray = access_cb;
}

void
lw_jpeg_memory_clear (LwJpegMemory *self)
{
  g_clear_pointer (&self->arrays, g_ptr_array_unref);
}

void
lw_jpeg_memory_begin_last_pass (j_decompress_ptr jpeg)
{
  LwJpegMemory *self = jpeg->client_data;

  for (guint i = 0; i < self->arrays->len; i++)
    put_back ((j_common_ptr) jpeg, g_ptr_array_index (self->arrays, i));

  self->is_last_pass = TRUE;
}
