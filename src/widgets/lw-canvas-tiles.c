/* lw-canvas-tiles.c - the picture on the screen, in squares
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lw-canvas-tiles.h"

#include <math.h>
#include <string.h>

/* Below 0.75 of its size Cairo scales a surface down by a slow path: 79 against
 * 25 ms for the same view. */
#define LEVEL_SCALE_MIN 0.75

/* A stand-in is this many levels coarser: a sixteenth of the work. */
#define STAND_IN_LEVELS 2

#define EDGE_PX (LW_CANVAS_TILE_PX + 2 * LW_CANVAS_TILE_BORDER_PX)
#define TILE_SIZE ((gsize) EDGE_PX * EDGE_PX * 4)

/* Kept at least, and at least this many times what is in sight: half a screen of panning
 * in each direction, and the level that was zoomed from. */
#define TILES_KEPT_MIN 256
#define SCREENS_KEPT_MIN 2

/* Giving memory back takes time, too: in one frame at most so many tiles. */
#define FREED_MAX 16

/* A disk that brings nothing for so many frames is waited for. */
#define WAITS_MAX 60

struct _LwCanvasTiles
{
  LwPixels *pixels;
  double    width_img, height_img;
  double    scale_img; /* pixels of the picture per pixel of level 0 */

  LwTone      tone; /* as it was chosen */
  gboolean    is_neutral;
  LwToneTable table; /* of the tone that these pixels are shown with */

  GHashTable *by_place; /* (element-type guint64 LwCanvasTile): the keys are theirs */
  GArray     *places;   /* (element-type LwCanvasTilePlace) */
  GArray     *missing;  /* (element-type Missing): scratch */
  GQueue      retired;  /* (element-type LwCanvasTile): not shown, oldest first */
  guint64     stamp;
  guint64     n_made;
  guint       n_waits; /* updates in a row that made nothing, as the disk had not brought it */
};

typedef struct
{
  int    column, row;
  double distance; /* from the middle of what is in sight */
} Missing;

/* Columns and rows of the tiles of a level, both ends included. */
typedef struct
{
  int level;
  int column0, row0, column1, row1;
} Span;

static int
level_edge (int edge_px,
            int level)
{
  /* Halved and rounded up, over and over, as the levels are. */
  return (edge_px + (1 << level) - 1) >> level;
}

static guint64
key_of (int level,
        int column,
        int row)
{
  return (guint64) level << 48 | (guint64) row << 24 | (guint64) column;
}

static LwCanvasTile *
find_tile (LwCanvasTiles *self,
           int            level,
           int            column,
           int            row)
{
  guint64 key = key_of (level, column, row);

  return g_hash_table_lookup (self->by_place, &key);
}

static void
tile_free (LwCanvasTile *tile)
{
  g_clear_object (&tile->texture);
  cairo_surface_destroy (tile->surface);
  g_free (tile);
}

/* The frame that is on the screen holds on to its surfaces and textures until the next
 * one is there: writing to them earlier, or letting them go, makes Cairo copy them. */
static gboolean
is_free (LwCanvasTiles      *self,
         const LwCanvasTile *tile)
{
  return tile->stamp + 2 <= self->stamp;
}

static int
compare_stamps (gconstpointer a,
                gconstpointer b,
                gpointer      user_data)
{
  const LwCanvasTile *tile_a = a;
  const LwCanvasTile *tile_b = b;

  return tile_a->stamp < tile_b->stamp ? -1 : tile_a->stamp > tile_b->stamp;
}

static void
forget_all (LwCanvasTiles *self)
{
  GHashTableIter iter;
  gpointer       tile;

  g_hash_table_iter_init (&iter, self->by_place);
  while (g_hash_table_iter_next (&iter, NULL, &tile))
    {
      g_queue_push_tail (&self->retired, tile);
      g_hash_table_iter_steal (&iter);
    }

  g_queue_sort (&self->retired, compare_stamps, NULL);
  g_array_set_size (self->places, 0);
}

/* A tile with memory of its own: of one that is no longer shown, where there is any,
 * which saves the system from clearing new pages. */
static LwCanvasTile *
take_tile (LwCanvasTiles *self)
{
  LwCanvasTile *tile = g_queue_peek_head (&self->retired);

  if (tile != NULL && is_free (self, tile))
    {
      g_queue_pop_head (&self->retired);
      g_clear_object (&tile->texture);
    }
  else
    {
      tile = g_new0 (LwCanvasTile, 1);
      tile->surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, EDGE_PX, EDGE_PX);
    }

  return tile;
}

/* Beyond the picture its outermost pixels go on, as CAIRO_EXTEND_PAD would have it. */
static void
extend_edges (guint32 *data,
              gsize    stride_px,
              int      x0,
              int      y0,
              int      x1,
              int      y1,
              int      width_px,
              int      height_px)
{
  for (int y = y0; y < y1; y++)
    {
      guint32 *row = data + (gsize) y * stride_px;

      for (int x = 0; x < x0; x++)
        row[x] = row[x0];
      for (int x = x1; x < width_px; x++)
        row[x] = row[x1 - 1];
    }

  for (int y = 0; y < y0; y++)
    memcpy (data + (gsize) y * stride_px, data + (gsize) y0 * stride_px, (gsize) width_px * 4);
  for (int y = y1; y < height_px; y++)
    memcpy (data + (gsize) y * stride_px, data + (gsize) (y1 - 1) * stride_px, (gsize) width_px * 4);
}

static void
render_tile (LwCanvasTiles *self,
             LwCanvasTile  *tile)
{
  const int border = LW_CANVAS_TILE_BORDER_PX;
  const int width_px = level_edge (lw_pixels_get_width (self->pixels), tile->level);
  const int height_px = level_edge (lw_pixels_get_height (self->pixels), tile->level);
  const int x0 = MAX (tile->x_px - border, 0);
  const int y0 = MAX (tile->y_px - border, 0);
  const int x1 = MIN (tile->x_px + tile->width_px + border, width_px);
  const int y1 = MIN (tile->y_px + tile->height_px + border, height_px);
  const int x_offset = tile->x_px - border;
  const int y_offset = tile->y_px - border;
  guint32  *data;
  gsize     stride_px;

  cairo_surface_flush (tile->surface);
  data = (guint32 *) (void *) cairo_image_surface_get_data (tile->surface);
  stride_px = (gsize) cairo_image_surface_get_stride (tile->surface) / 4;
  lw_pixels_render (self->pixels, tile->level, x0, y0, x1 - x0, y1 - y0, lw_canvas_tiles_get_table (self),
                    data + (gsize) (y0 - y_offset) * stride_px + (x0 - x_offset), stride_px);
  extend_edges (data, stride_px, x0 - x_offset, y0 - y_offset, x1 - x_offset, y1 - y_offset,
                tile->width_px + 2 * border, tile->height_px + 2 * border);
  cairo_surface_mark_dirty (tile->surface);
}

static LwCanvasTile *
make_tile (LwCanvasTiles *self,
           int            level,
           int            column,
           int            row)
{
  LwCanvasTile *tile = take_tile (self);

  tile->key = key_of (level, column, row);
  tile->level = level;
  tile->x_px = column * LW_CANVAS_TILE_PX;
  tile->y_px = row * LW_CANVAS_TILE_PX;
  tile->width_px = MIN (LW_CANVAS_TILE_PX, level_edge (lw_pixels_get_width (self->pixels), level) - tile->x_px);
  tile->height_px = MIN (LW_CANVAS_TILE_PX, level_edge (lw_pixels_get_height (self->pixels), level) - tile->y_px);
  tile->stamp = self->stamp;
  render_tile (self, tile);
  self->n_made++;
  g_hash_table_insert (self->by_place, &tile->key, tile);

  return tile;
}

static gboolean
is_at_hand (LwCanvasTiles *self,
            int            level,
            int            column,
            int            row)
{
  const int border = LW_CANVAS_TILE_BORDER_PX;
  const int x0 = MAX (column * LW_CANVAS_TILE_PX - border, 0);
  const int y0 = MAX (row * LW_CANVAS_TILE_PX - border, 0);
  const int x1 = MIN ((column + 1) * LW_CANVAS_TILE_PX + border, level_edge (lw_pixels_get_width (self->pixels), level));
  const int y1 = MIN ((row + 1) * LW_CANVAS_TILE_PX + border, level_edge (lw_pixels_get_height (self->pixels), level));

  return lw_pixels_is_at_hand (self->pixels, level, x0, y0, x1 - x0, y1 - y0);
}

static int
choose_level (LwCanvasTiles *self,
              double         zoom_px)
{
  int level = (int) ceil (log2 (LEVEL_SCALE_MIN / (zoom_px * self->scale_img)));

  return CLAMP (level, 0, lw_pixels_get_n_levels (self->pixels) - 1);
}

static int
tile_at (double x_img,
         double tile_img,
         int    edge_px)
{
  return CLAMP ((int) floor (x_img / tile_img), 0, (edge_px - 1) / LW_CANVAS_TILE_PX);
}

static Span
find_span (LwCanvasTiles *self,
           LwRect         area_img,
           int            level)
{
  double tile_img = ldexp (self->scale_img * LW_CANVAS_TILE_PX, level);
  int    width_px = level_edge (lw_pixels_get_width (self->pixels), level);
  int    height_px = level_edge (lw_pixels_get_height (self->pixels), level);

  return (Span){
    level,
    tile_at (area_img.x0, tile_img, width_px),
    tile_at (area_img.y0, tile_img, height_px),
    tile_at (area_img.x1, tile_img, width_px),
    tile_at (area_img.y1, tile_img, height_px),
  };
}

static int
compare_missing (gconstpointer a,
                 gconstpointer b)
{
  double distance_a = ((const Missing *) a)->distance;
  double distance_b = ((const Missing *) b)->distance;

  return distance_a < distance_b ? -1 : distance_a > distance_b;
}

/* Those that are there are marked as in sight, so that none of them is given away. */
static void
find_missing (LwCanvasTiles *self,
              Span           span)
{
  double column_mid = (span.column0 + span.column1) / 2.0;
  double row_mid = (span.row0 + span.row1) / 2.0;

  g_array_set_size (self->missing, 0);
  for (int row = span.row0; row <= span.row1; row++)
    for (int column = span.column0; column <= span.column1; column++)
      {
        LwCanvasTile *tile = find_tile (self, span.level, column, row);
        Missing       missing = { column, row, hypot (column - column_mid, row - row_mid) };

        if (tile != NULL)
          tile->stamp = self->stamp;
        else
          g_array_append_val (self->missing, missing);
      }

  g_array_sort (self->missing, compare_missing);
}

/* Any coarser tile that is there, or else one that is made now. */
static LwCanvasTile *
find_stand_in (LwCanvasTiles *self,
               Span           span,
               int            column,
               int            row)
{
  const int     level_max = lw_pixels_get_n_levels (self->pixels) - 1;
  const int     n_levels = MIN (STAND_IN_LEVELS, level_max - span.level);
  LwCanvasTile *tile = NULL;

  for (int n = 1; n <= n_levels && tile == NULL; n++)
    tile = find_tile (self, span.level + n, column >> n, row >> n);

  if (tile == NULL)
    tile = make_tile (self, span.level + n_levels, column >> n_levels, row >> n_levels);

  tile->stamp = self->stamp;

  return tile;
}

static void
place_tiles (LwCanvasTiles *self,
             Span           span)
{
  double tile_img = ldexp (self->scale_img * LW_CANVAS_TILE_PX, span.level);

  g_array_set_size (self->places, 0);
  for (int row = span.row0; row <= span.row1; row++)
    for (int column = span.column0; column <= span.column1; column++)
      {
        LwCanvasTile     *tile = find_tile (self, span.level, column, row);
        LwCanvasTilePlace place = {
          .rect_img = { column * tile_img, row * tile_img,
                        fmin ((column + 1) * tile_img, self->width_img),
                        fmin ((row + 1) * tile_img, self->height_img) },
        };

        place.tile = tile != NULL ? tile : find_stand_in (self, span, column, row);
        g_array_append_val (self->places, place);
      }
}

/* The tiles that have been out of sight for longest go, down to what may be kept. */
static void
shrink (LwCanvasTiles *self)
{
  guint n_kept_max = MAX (TILES_KEPT_MIN, SCREENS_KEPT_MIN * self->places->len);

  while (g_hash_table_size (self->by_place) > n_kept_max)
    {
      LwCanvasTile  *oldest = NULL;
      gpointer       tile;
      GHashTableIter iter;

      g_hash_table_iter_init (&iter, self->by_place);
      while (g_hash_table_iter_next (&iter, NULL, &tile))
        if (oldest == NULL || ((LwCanvasTile *) tile)->stamp < oldest->stamp)
          oldest = tile;

      g_hash_table_steal (self->by_place, &oldest->key);
      g_queue_push_tail (&self->retired, oldest);
    }

  /* One screen of memory to be used again is enough. */
  for (int i = 0; i < FREED_MAX && self->retired.length > self->places->len; i++)
    if (is_free (self, self->retired.head->data))
      tile_free (g_queue_pop_head (&self->retired));
}

LwCanvasTiles *
lw_canvas_tiles_new (void)
{
  LwCanvasTiles *self = g_new0 (LwCanvasTiles, 1);

  self->by_place = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, (GDestroyNotify) tile_free);
  self->places = g_array_new (FALSE, FALSE, sizeof (LwCanvasTilePlace));
  self->missing = g_array_new (FALSE, FALSE, sizeof (Missing));
  self->stamp = 2;
  self->is_neutral = TRUE;
  self->tone = LW_TONE_NEUTRAL;
  self->table.tone = LW_TONE_NEUTRAL;

  return self;
}

void
lw_canvas_tiles_free (LwCanvasTiles *self)
{
  g_clear_pointer (&self->pixels, lw_pixels_unref);
  g_hash_table_unref (self->by_place);
  g_queue_clear_full (&self->retired, (GDestroyNotify) tile_free);
  g_array_unref (self->places);
  g_array_unref (self->missing);
  g_free (self);
}

static void
update_table (LwCanvasTiles *self)
{
  LwTone tone = self->tone;

  if (self->pixels != NULL)
    lw_pixels_resolve_tone (self->pixels, &tone);

  self->is_neutral = lw_tone_is_neutral (&tone);

  if (!lw_tone_equal (&self->table.tone, &tone))
    lw_tone_table_init (&self->table, &tone);
}

void
lw_canvas_tiles_set_pixels (LwCanvasTiles *self,
                            LwPixels      *pixels,
                            double         width_img,
                            double         height_img)
{
  forget_all (self);
  g_clear_pointer (&self->pixels, lw_pixels_unref);
  if (pixels == NULL)
    return;

  self->pixels = lw_pixels_ref (pixels);
  update_table (self);
  self->width_img = width_img;
  self->height_img = height_img;
  self->scale_img = fmax (width_img / lw_pixels_get_width (pixels), height_img / lw_pixels_get_height (pixels));
}

void
lw_canvas_tiles_set_tone (LwCanvasTiles *self,
                          const LwTone  *tone)
{
  if (lw_tone_equal (&self->tone, tone))
    return;

  self->tone = *tone;
  update_table (self);
  forget_all (self);
}

const LwTone *
lw_canvas_tiles_get_tone (LwCanvasTiles *self)
{
  return &self->tone;
}

const LwToneTable *
lw_canvas_tiles_get_table (LwCanvasTiles *self)
{
  return self->is_neutral ? NULL : &self->table;
}

/* What the disk has still to bring is left for another time. */
static gboolean
make_missing (LwCanvasTiles *self,
              int            level,
              gint64         end_us)
{
  guint i = 0, n_made = 0;

  for (; i < self->missing->len && (n_made == 0 || g_get_monotonic_time () < end_us); i++)
    {
      const Missing *missing = &g_array_index (self->missing, Missing, i);

      if (self->n_waits < WAITS_MAX && !is_at_hand (self, level, missing->column, missing->row))
        continue;

      make_tile (self, level, missing->column, missing->row);
      self->n_waits = 0;
      n_made++;
    }

  if (n_made == 0 && i > 0)
    self->n_waits++;

  return n_made == self->missing->len;
}

gboolean
lw_canvas_tiles_update (LwCanvasTiles *self,
                        LwRect         area_img,
                        double         zoom_px,
                        gint64         budget_us)
{
  gboolean is_complete;
  Span     span;

  g_return_val_if_fail (self->pixels != NULL, TRUE);

  self->stamp++;
  span = find_span (self, area_img, choose_level (self, zoom_px));
  find_missing (self, span);
  is_complete = make_missing (self, span.level, g_get_monotonic_time () + budget_us);
  place_tiles (self, span);
  shrink (self);

  return is_complete;
}

const LwCanvasTilePlace *
lw_canvas_tiles_get_places (LwCanvasTiles *self,
                            guint         *n_places)
{
  *n_places = self->places->len;

  return (const LwCanvasTilePlace *) (const void *) self->places->data;
}

double
lw_canvas_tiles_get_scale (LwCanvasTiles      *self,
                           const LwCanvasTile *tile)
{
  return ldexp (self->scale_img, tile->level);
}

GdkTexture *
lw_canvas_tiles_get_texture (LwCanvasTiles *self,
                             LwCanvasTile  *tile)
{
  int      width_px = tile->width_px + 2 * LW_CANVAS_TILE_BORDER_PX;
  int      height_px = tile->height_px + 2 * LW_CANVAS_TILE_BORDER_PX;
  int      stride = cairo_image_surface_get_stride (tile->surface);
  guint32 *data = (guint32 *) (void *) cairo_image_surface_get_data (tile->surface);
  g_autoptr (GBytes) bytes = NULL;

  if (tile->texture != NULL)
    return tile->texture;

  /* There is no format without alpha before GTK 4.14. */
  for (gsize i = 0; i < (gsize) stride / 4 * (gsize) height_px; i++)
    data[i] |= 0xff000000u;

  bytes = g_bytes_new_with_free_func (data, (gsize) stride * (gsize) height_px, (GDestroyNotify) cairo_surface_destroy,
                                      cairo_surface_reference (tile->surface));
  tile->texture = gdk_memory_texture_new (width_px, height_px, GDK_MEMORY_DEFAULT, bytes, (gsize) stride);

  return tile->texture;
}

gsize
lw_canvas_tiles_get_size (LwCanvasTiles *self)
{
  return (g_hash_table_size (self->by_place) + self->retired.length) * TILE_SIZE;
}

guint64
lw_canvas_tiles_get_n_made (LwCanvasTiles *self)
{
  return self->n_made;
}
