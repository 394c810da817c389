/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-canvas-private.h"

#include "lw-colour-vision.h"

#include <math.h>
#include <string.h>

/* Captions are read, the picture is worked on. */
#define SHARE_MAX 0.2

/* The largest boxes that are asked; a fifth of a large screen has room for fewer. */
#define CANDIDATES_MAX 2000

/* A smaller box is a dot with a flag; logical pixels. */
#define BOX_WIDTH_MIN 8
#define BOX_HEIGHT_MIN 5

/* Three letters and an ellipsis. */
#define WIDTH_MIN 34
#define PADDING 3

/* More selected boxes are a crowd, whose names nobody reads. */
#define LIVE_MAX 12

/* With sizes every caption is another one to lay out. */
#define SIZES_MAX 200

#define PICTURES_MAX 2000

/* From here on black stands out more than white (WCAG 2.1, relative luminance 0.179,
 * whose cubic root is the lightness). */
#define DARK_TEXT_LIGHTNESS 0.564

typedef struct
{
  guint32 slot;
  guint64 area; /* of the box, square pixels */
} Candidate;

static void
caption_clear (gpointer data)
{
  LwCanvasCaption *caption = data;

  g_ref_string_release (caption->name);
  cairo_surface_destroy (caption->picture);
}

void
lw_canvas_captions_init (LwCanvasCaptions *captions)
{
  captions->room = lw_caption_layout_new ();
  captions->room_live = lw_caption_layout_new ();
  captions->placed = g_array_new (FALSE, FALSE, sizeof (LwCanvasCaption));
  captions->live = g_array_new (FALSE, FALSE, sizeof (LwCanvasCaption));
  captions->layouts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  captions->pictures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) cairo_surface_destroy);
  g_array_set_clear_func (captions->placed, caption_clear);
  g_array_set_clear_func (captions->live, caption_clear);
}

void
lw_canvas_captions_clear (LwCanvasCaptions *captions)
{
  g_clear_pointer (&captions->room, lw_caption_layout_free);
  g_clear_pointer (&captions->room_live, lw_caption_layout_free);
  g_clear_pointer (&captions->placed, g_array_unref);
  g_clear_pointer (&captions->live, g_array_unref);
  g_clear_pointer (&captions->layouts, g_hash_table_unref);
  g_clear_pointer (&captions->pictures, g_hash_table_unref);
}

void
lw_canvas_captions_drop_pictures (LwCanvasCaptions *captions)
{
  g_hash_table_remove_all (captions->layouts);
  g_hash_table_remove_all (captions->pictures);
}

static LwCanvasArea
area_of (LwRect rect,
         double zoom_px)
{
  LwCanvasArea area = {
    (int) lround (rect.x0 * zoom_px),
    (int) lround (rect.y0 * zoom_px),
    (int) lround (rect.x1 * zoom_px),
    (int) lround (rect.y1 * zoom_px),
  };

  return area;
}

static gboolean
is_captioned (const LwCanvasItem *item)
{
  return item->box.caption != NULL && item->box.caption[0] != '\0' && !item->is_lifted &&
         !(item->box.flags & (LW_CANVAS_BOX_HIDDEN | LW_CANVAS_BOX_DIM));
}

static gboolean
is_up_to_date (LwCanvas              *self,
               const LwCanvasCaption *caption,
               double                 zoom_px)
{
  const LwCanvasItem *item = caption->slot < self->items->len ? self->items->pdata[caption->slot] : NULL;
  LwCanvasArea        box;

  if (item == NULL || item->box.key != caption->key || !is_captioned (item) ||
      item->box.caption != caption->name || item->box.colour != caption->colour)
    return FALSE;

  box = area_of (item->box.rect, zoom_px);

  return memcmp (&box, &caption->box, sizeof box) == 0;
}

static LwCanvasItem *
find_in (LwCanvas     *self,
         const GArray *captions,
         int           x_px,
         int           y_px,
         double        zoom_px)
{
  for (guint i = captions->len; i-- > 0;)
    {
      const LwCanvasCaption *caption = &g_array_index (captions, LwCanvasCaption, i);
      LwCanvasArea           area = caption->area;

      if (x_px >= area.x0 && x_px < area.x1 && y_px >= area.y0 && y_px < area.y1 && is_up_to_date (self, caption, zoom_px))
        return self->items->pdata[caption->slot];
    }

  return NULL;
}

LwCanvasItem *
lw_canvas_captions_find (LwCanvas *self,
                         int       x_px,
                         int       y_px,
                         double    zoom_px)
{
  LwCanvasItem *item = find_in (self, self->overlay.captions.live, x_px, y_px, zoom_px);

  return item != NULL ? item : find_in (self, self->overlay.captions.placed, x_px, y_px, zoom_px);
}

/* --- Text and picture of one --- */

static char *
dup_text (LwCanvas           *self,
          const LwCanvasItem *item,
          gboolean            has_size)
{
  g_autofree char *size = NULL;

  if (!has_size || !(self->options & LW_CANVAS_SIZES))
    return g_strdup (item->box.caption);

  size = lw_canvas_dup_size (self, item->box.rect);

  return g_strdup_printf ("%s  %s", item->box.caption, size);
}

static PangoLayout *
ensure_layout (LwCanvas   *self,
               const char *text)
{
  GHashTable  *layouts = self->overlay.captions.layouts;
  PangoLayout *layout = g_hash_table_lookup (layouts, text);

  if (layout == NULL)
    {
      g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

      if (g_hash_table_size (layouts) >= PICTURES_MAX)
        g_hash_table_remove_all (layouts);

      layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
      pango_layout_set_single_paragraph_mode (layout, TRUE);
      pango_attr_list_insert (attributes, pango_attr_scale_new (PANGO_SCALE_SMALL));
      pango_layout_set_attributes (layout, attributes);
      g_hash_table_insert (layouts, g_strdup (text), layout);
    }

  return layout;
}

static void
measure (LwCanvas   *self,
         const char *text,
         int         scale,
         int        *width_px,
         int        *height_px)
{
  pango_layout_get_pixel_size (ensure_layout (self, text), width_px, height_px);
  *width_px = (*width_px + 2 * PADDING) * scale;
  *height_px *= scale;
}

static cairo_surface_t *
new_picture (LwCanvas   *self,
             const char *text,
             guint32     colour,
             int         width_px,
             int         height_px,
             int         scale)
{
  cairo_surface_t *picture = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width_px, height_px);
  cairo_t         *cr = cairo_create (picture);
  PangoLayout     *layout = ensure_layout (self, text);
  double           grey = lw_colour_lightness (colour) > DARK_TEXT_LIGHTNESS ? 0 : 1;

  cairo_set_source_rgb (cr, (colour >> 16 & 0xff) / 255.0, (colour >> 8 & 0xff) / 255.0, (colour & 0xff) / 255.0);
  cairo_paint (cr);

  cairo_scale (cr, scale, scale);
  cairo_set_source_rgb (cr, grey, grey, grey);
  cairo_move_to (cr, PADDING, 0);
  pango_layout_set_width (layout, MAX (width_px / scale - 2 * PADDING, 1) * PANGO_SCALE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_cairo_show_layout (cr, layout);
  pango_layout_set_width (layout, -1);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_NONE);
  cairo_destroy (cr);
  cairo_surface_flush (picture);

  return picture;
}

/* Borrowed. */
static cairo_surface_t *
ensure_picture (LwCanvas   *self,
                const char *text,
                guint32     colour,
                int         width_px,
                int         height_px,
                int         scale)
{
  GHashTable      *pictures = self->overlay.captions.pictures;
  g_autofree char *key = g_strdup_printf ("%06x %d %d %s", colour, width_px, scale, text);
  cairo_surface_t *picture = g_hash_table_lookup (pictures, key);

  if (picture == NULL)
    {
      if (g_hash_table_size (pictures) >= PICTURES_MAX)
        g_hash_table_remove_all (pictures);

      picture = new_picture (self, text, colour, width_px, height_px, scale);
      g_hash_table_insert (pictures, g_steal_pointer (&key), picture);
    }

  return picture;
}

/* --- In the overlay --- */

static int
compare_candidates (gconstpointer a,
                    gconstpointer b)
{
  const Candidate *one = a, *other = b;

  if (one->area != other->area)
    return one->area > other->area ? -1 : 1;

  return one->slot < other->slot ? -1 : one->slot > other->slot;
}

/* The smallest power of two that fewer than CANDIDATES_MAX of the areas reach: sorting
 * 100,000 boxes for the sake of some hundred would cost more than drawing them. */
static guint
find_bits_min (const GArray *candidates)
{
  guint counts[65] = { 0 };
  guint n = 0, bits = 64;

  for (guint i = 0; i < candidates->len; i++)
    counts[g_bit_storage (g_array_index (candidates, Candidate, i).area)]++;

  while (bits > 0 && n + counts[bits] <= CANDIDATES_MAX)
    n += counts[bits--];

  return bits;
}

/* Those of scratch that could have a caption and have none, the largest first. */
static GArray *
list_candidates (LwCanvas *self,
                 double    zoom_px)
{
  GArray *candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  int     scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  guint   bits_min, n_kept = 0;

  for (guint i = 0; i < self->scratch->len; i++)
    {
      const LwCanvasItem *item = self->items->pdata[g_array_index (self->scratch, guint32, i)];
      double              width = (item->box.rect.x1 - item->box.rect.x0) * zoom_px;
      double              height = (item->box.rect.y1 - item->box.rect.y0) * zoom_px;
      Candidate           candidate = { item->slot, (guint64) (width * height) };

      if (width >= BOX_WIDTH_MIN * scale && height >= BOX_HEIGHT_MIN * scale && !item->has_caption && is_captioned (item))
        g_array_append_val (candidates, candidate);
    }

  bits_min = find_bits_min (candidates);
  for (guint i = 0; i < candidates->len && n_kept < CANDIDATES_MAX; i++)
    if (g_bit_storage (g_array_index (candidates, Candidate, i).area) > bits_min)
      g_array_index (candidates, Candidate, n_kept++) = g_array_index (candidates, Candidate, i);
  /* None where more than that are of one size: then the first of them. */
  g_array_set_size (candidates, n_kept > 0 ? n_kept : MIN (candidates->len, CANDIDATES_MAX));
  g_array_sort (candidates, compare_candidates);

  return candidates;
}

static gboolean
place_one (LwCanvas     *self,
           LwCanvasItem *item,
           double        zoom_px,
           gboolean      has_size,
           LwCanvasArea *area)
{
  LwCanvasCaptions *captions = &self->overlay.captions;
  int               scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  g_autofree char  *text = dup_text (self, item, has_size);
  LwCanvasCaption   caption = { .slot = item->slot, .key = item->box.key, .colour = item->box.colour };
  LwCaptionWish     wish;
  LwCaptionArea     place;

  caption.box = area_of (item->box.rect, zoom_px);
  wish.box = (LwCaptionArea){ caption.box.x0, caption.box.y0, caption.box.x1, caption.box.y1 };
  measure (self, text, scale, &wish.width, &wish.height);
  wish.width_min = WIDTH_MIN * scale;
  if (!lw_caption_layout_place (captions->room, &wish, &place))
    return FALSE;

  caption.area = (LwCanvasArea){ place.x0, place.y0, place.x1, place.y1 };
  caption.is_short = place.x1 - place.x0 < wish.width;
  caption.name = g_ref_string_acquire ((char *) item->box.caption);
  caption.picture = cairo_surface_reference (ensure_picture (self, text, item->box.colour, place.x1 - place.x0, wish.height, scale));
  item->has_caption = TRUE;
  g_array_append_val (captions->placed, caption);
  *area = caption.area;

  return TRUE;
}

static void
add_area (LwCanvasArea *sum,
          LwCanvasArea  area)
{
  *sum = sum->x0 < sum->x1 ? lw_canvas_area_unite (*sum, area) : area;
}

/* The boxes of scratch get captions as far as there is room. */
static void
place_candidates (LwCanvas     *self,
                  double        zoom_px,
                  LwCanvasArea *changed)
{
  g_autoptr (GArray) candidates = list_candidates (self, zoom_px);
  gboolean has_sizes = self->scratch->len <= SIZES_MAX;

  for (guint i = 0; i < candidates->len; i++)
    {
      LwCanvasItem *item = self->items->pdata[g_array_index (candidates, Candidate, i).slot];
      LwCanvasArea  area;

      if (lw_caption_layout_get_share (self->overlay.captions.room) >= SHARE_MAX)
        break;
      if (place_one (self, item, zoom_px, has_sizes, &area))
        add_area (changed, area);
    }
}

static void
forget_all (LwCanvas *self)
{
  GArray *placed = self->overlay.captions.placed;

  for (guint i = 0; i < placed->len; i++)
    {
      guint32       slot = g_array_index (placed, LwCanvasCaption, i).slot;
      LwCanvasItem *item = slot < self->items->len ? self->items->pdata[slot] : NULL;

      if (item != NULL)
        item->has_caption = FALSE;
    }
  g_array_set_size (placed, 0);
}

void
lw_canvas_captions_place (LwCanvas    *self,
                          LwCanvasArea whole,
                          double       zoom_px)
{
  LwCanvasArea  picture = area_of ((LwRect){ 0, 0, self->view.width_img, self->view.height_img }, zoom_px);
  LwCaptionArea bounds = { MAX (whole.x0, picture.x0), MAX (whole.y0, picture.y0),
                           MIN (whole.x1, picture.x1), MIN (whole.y1, picture.y1) };

  forget_all (self);
  lw_caption_layout_reset (self->overlay.captions.room, bounds);
  if (self->options & LW_CANVAS_CAPTIONS)
    place_candidates (self, zoom_px, &whole);
}

static void
forget_changed (LwCanvas     *self,
                double        zoom_px,
                LwCanvasArea *changed)
{
  LwCanvasCaptions *captions = &self->overlay.captions;

  for (guint i = captions->placed->len; i-- > 0;)
    {
      const LwCanvasCaption *caption = &g_array_index (captions->placed, LwCanvasCaption, i);
      LwCanvasArea           area = caption->area;
      LwCanvasItem          *item;

      if (is_up_to_date (self, caption, zoom_px))
        continue;

      item = caption->slot < self->items->len ? self->items->pdata[caption->slot] : NULL;
      if (item != NULL && item->box.key == caption->key)
        item->has_caption = FALSE;
      lw_caption_layout_release (captions->room, (LwCaptionArea){ area.x0, area.y0, area.x1, area.y1 });
      add_area (changed, area);
      g_array_remove_index_fast (captions->placed, i);
    }
}

void
lw_canvas_captions_update (LwCanvas     *self,
                           double        zoom_px,
                           LwCanvasArea *changed)
{
  forget_changed (self, zoom_px, changed);
  if (self->options & LW_CANVAS_CAPTIONS)
    place_candidates (self, zoom_px, changed);
}

void
lw_canvas_captions_blit (LwCanvas             *self,
                         const LwCanvasTarget *target,
                         int                   x_px,
                         int                   y_px)
{
  const GArray *placed = self->overlay.captions.placed;

  for (guint i = 0; i < placed->len; i++)
    {
      const LwCanvasCaption *caption = &g_array_index (placed, LwCanvasCaption, i);
      LwCanvasArea           area = { caption->area.x0 - x_px, caption->area.y0 - y_px,
                                      caption->area.x1 - x_px, caption->area.y1 - y_px };
      const guint32         *from = (const guint32 *) (const void *) cairo_image_surface_get_data (caption->picture);
      gsize                  stride = (gsize) cairo_image_surface_get_stride (caption->picture) / 4;
      int                    x0 = MAX (area.x0, target->clip.x0), x1 = MIN (area.x1, target->clip.x1);

      if (x0 >= x1)
        continue;

      for (int y = MAX (area.y0, target->clip.y0); y < MIN (area.y1, target->clip.y1); y++)
        memcpy (target->pixels + (gsize) y * (gsize) target->stride + x0, from + (gsize) (y - area.y0) * stride + (x0 - area.x0),
                (gsize) (x1 - x0) * 4);
    }
}

/* --- Live --- */

static gboolean
has_whole_caption (LwCanvas           *self,
                   const LwCanvasItem *item,
                   LwCanvasArea        view,
                   LwCanvasArea       *area)
{
  const GArray *placed = self->overlay.captions.placed;

  if (!item->has_caption)
    return FALSE;

  for (guint i = 0; i < placed->len; i++)
    {
      const LwCanvasCaption *caption = &g_array_index (placed, LwCanvasCaption, i);

      if (caption->slot != item->slot)
        continue;

      *area = caption->area;
      return !caption->is_short && area->x0 >= view.x0 && area->y0 >= view.y0 && area->x1 <= view.x1 && area->y1 <= view.y1;
    }

  return FALSE;
}

static void
paint_picture (cairo_t         *cr,
               cairo_surface_t *picture,
               LwCanvasArea     area,
               LwCanvasArea     view,
               int              scale)
{
  cairo_save (cr);
  cairo_scale (cr, 1.0 / scale, 1.0 / scale);
  cairo_set_source_surface (cr, picture, area.x0 - view.x0, area.y0 - view.y0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_restore (cr);
}

/* Where there is no room left around it, a caption lies on the corner of its box. */
static LwCanvasArea
find_live_place (LwCanvas    *self,
                 const char  *text,
                 LwCanvasArea box,
                 LwCanvasArea view,
                 int          scale)
{
  LwCaptionWish wish = { .box = { MAX (box.x0, view.x0), MAX (box.y0, view.y0), MIN (box.x1, view.x1), MIN (box.y1, view.y1) } };
  LwCaptionArea place;

  measure (self, text, scale, &wish.width, &wish.height);
  wish.width_min = wish.width;
  if (!lw_caption_layout_place (self->overlay.captions.room_live, &wish, &place))
    place = (LwCaptionArea){ wish.box.x0, wish.box.y0, wish.box.x0 + wish.width, wish.box.y0 + wish.height };

  return (LwCanvasArea){ place.x0, place.y0, place.x1, place.y1 };
}

static void
draw_live_one (LwCanvas           *self,
               cairo_t            *cr,
               const LwCanvasItem *item,
               LwCanvasArea        view)
{
  int              scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  LwCanvasArea     box = area_of (item->box.rect, self->view.zoom * scale);
  g_autofree char *text = NULL;
  LwCanvasCaption  caption = { .slot = item->slot, .key = item->box.key, .box = box };

  if (!is_captioned (item) || !lw_canvas_area_overlaps (lw_canvas_area_grow (box, 1), view))
    return;

  if (has_whole_caption (self, item, view, &caption.area))
    {
      /* Nothing to draw, but others must not lie on it. */
      lw_caption_layout_take (self->overlay.captions.room_live,
                              (LwCaptionArea){ caption.area.x0, caption.area.y0, caption.area.x1, caption.area.y1 });
      return;
    }

  text = dup_text (self, item, TRUE);
  caption.area = find_live_place (self, text, box, view, scale);
  caption.picture = ensure_picture (self, text, item->box.colour, caption.area.x1 - caption.area.x0,
                                    caption.area.y1 - caption.area.y0, scale);
  paint_picture (cr, caption.picture, caption.area, view, scale);

  /* That of a hovered box goes with the pointer: it must not keep what lies under it
   * from being hit. */
  if (item->is_selected)
    {
      caption.colour = item->box.colour;
      caption.name = g_ref_string_acquire ((char *) item->box.caption);
      cairo_surface_reference (caption.picture);
      g_array_append_val (self->overlay.captions.live, caption);
    }
}

static LwCanvasArea
find_view (LwCanvas *self)
{
  int          scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  LwCanvasArea view;

  lw_canvas_get_origin_px (self, &view.x0, &view.y0);
  view.x1 = view.x0 + (int) self->view.width_view * scale;
  view.y1 = view.y0 + (int) self->view.height_view * scale;

  return view;
}

void
lw_canvas_captions_draw_text (LwCanvas   *self,
                              cairo_t    *cr,
                              const char *text,
                              guint32     colour,
                              LwRect      rect_img)
{
  int          scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  LwCanvasArea view = find_view (self);
  LwCanvasArea area = find_live_place (self, text, area_of (rect_img, self->view.zoom * scale), view, scale);

  paint_picture (cr, ensure_picture (self, text, colour, area.x1 - area.x0, area.y1 - area.y0, scale), area, view, scale);
}

void
lw_canvas_captions_draw_live (LwCanvas *self,
                              cairo_t  *cr)
{
  LwCanvasCaptions *captions = &self->overlay.captions;
  LwCanvasArea      view = find_view (self);

  g_array_set_size (captions->live, 0);
  lw_caption_layout_reset (captions->room_live, (LwCaptionArea){ view.x0, view.y0, view.x1, view.y1 });
  if (!(self->options & LW_CANVAS_CAPTIONS) || (self->drag.is_running && self->drag.grip.kind != LW_CANVAS_GRIP_PAN))
    return;

  if (self->hovered != NULL)
    draw_live_one (self, cr, self->hovered, view);
  for (guint i = 0; i < MIN (self->selection->len, LIVE_MAX); i++)
    {
      LwCanvasItem *item = lw_canvas_find_item (self, g_array_index (self->selection, gint64, i));

      if (item != NULL && item != self->hovered)
        draw_live_one (self, cr, item, view);
    }
}
