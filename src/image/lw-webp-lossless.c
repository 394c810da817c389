/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-webp-lossless-private.h"

#include <string.h>

gboolean
lw_webp_lossless_fail (LwWebpLossless *self,
                       LwWebpStatus    status)
{
  if (self->status == LW_WEBP_DONE)
    self->status = status;

  return FALSE;
}

static void
lossless_clear (LwWebpLossless *self)
{
  for (int i = 0; i < self->n_transforms; i++)
    lw_webp_transform_clear (&self->transforms[i]);

  lw_webp_image_clear (&self->image);
}

/* Pixels as they are written, from @first on.  When there is no room for another row, as many as can be
 * referred to move to the front: each pixel moves once. */
typedef struct
{
  guint32 *data;
  gsize    size_px;
  gint64   first;
} Window;

static void
make_room (Window            *window,
           const LwWebpImage *image)
{
  const gsize n_held = (gsize) (image->at - window->first);

  if (n_held + image->width_px + LW_WEBP_COPY_MAX <= window->size_px)
    return;

  memmove (window->data, window->data + n_held - LW_WEBP_WINDOW_PX, LW_WEBP_WINDOW_PX * sizeof *window->data);
  window->first += (gint64) n_held - LW_WEBP_WINDOW_PX;
}

static gboolean
show_row (LwWebpLossless *self,
          const guint32  *from,
          guint32        *row,
          int             y,
          LwWebpRowFunc   func,
          gpointer        data)
{
  memcpy (row, from, sizeof *row * self->image.width_px);

  for (int i = self->n_transforms - 1; i >= 0; i--)
    lw_webp_transform_undo (&self->transforms[i], row, y);

  return func (data, y, row) || lw_webp_lossless_fail (self, LW_WEBP_STOPPED);
}

static gboolean
read_rows (LwWebpLossless *self,
           Window         *window,
           guint32        *row,
           LwWebpRowFunc   func,
           gpointer        data)
{
  LwWebpImage *image = &self->image;

  for (int y = 0; y < image->height_px; y++)
    {
      const gint64 start = (gint64) y * image->width_px;

      /* A copy may have brought more than one row. */
      if (image->at < start + image->width_px)
        {
          make_room (window, image);

          if (!lw_webp_lossless_read_pixels (self, image, window->data, window->first, start + image->width_px))
            return FALSE;
        }

      if (!show_row (self, window->data + (start - window->first), row, y, func, data))
        return FALSE;
    }

  return TRUE;
}

LwWebpStatus
lw_webp_lossless_decode (int            width_px,
                         int            height_px,
                         gboolean       has_size,
                         LwWebpReadFunc read,
                         LwWebpRowFunc  row_func,
                         gpointer       data)
{
  g_autofree LwWebpBits *bits = g_new (LwWebpBits, 1);
  g_autofree guint32    *pixels = NULL;
  g_autofree guint32    *row = NULL;
  LwWebpLossless         self = { .bits = bits, .width_px = width_px, .height_px = height_px };
  Window                 window = { 0 };

  *bits = (LwWebpBits){ .read = read, .data = data };

  if ((!has_size || lw_webp_lossless_check_size (&self)) && lw_webp_lossless_read_head (&self))
    {
      /* Rows wait for each other at most as long as a copy is. */
      window.size_px = 2 * LW_WEBP_WINDOW_PX + 2 * (gsize) self.image.width_px + LW_WEBP_COPY_MAX;
      window.data = pixels = g_try_new (guint32, window.size_px);
      row = g_try_new (guint32, width_px);

      if (pixels == NULL || row == NULL)
        lw_webp_lossless_fail (&self, LW_WEBP_TOO_MUCH_MEMORY);
      else
        read_rows (&self, &window, row, row_func, data);
    }

  lossless_clear (&self);

  return self.status;
}
