/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-demo-paint.h"

#include <math.h>

/* The picture is computed as light: a lamp of some colour, from which every
 * layer takes a part.  Two cells on top of each other are darker for the same
 * reason as under a microscope.  Painting with Cairo's gradients was the other
 * way; its pixels change with the version of its rasteriser, these do not. */

#define WIDTH LW_DEMO_WIDTH_PX
#define HEIGHT LW_DEMO_HEIGHT_PX

/* How much of red, green and blue light a full layer takes away. */
typedef struct
{
  float r, g, b;
} Stain;

/* What differs from one picture to the next. */
typedef struct
{
  Stain lamp; /* what arrives where there is nothing; 0 to 255 */
  Stain red, cytoplasm, nucleus, platelet;
  float vignette;
  float centre_x, centre_y;
  float slope_x, slope_y;
  int   blur_passes;
  float noise;
  float colour_noise;

  guint64 texture;
} Slide;

typedef struct
{
  Slide  slide;
  float *light[3]; /* planes, WIDTH x HEIGHT */
} Painting;

/* --- Grain ------------------------------------------------------------- */

/* A number in [0, 1) that belongs to a place of a lattice. */
static float
lattice (guint64 seed,
         int     x,
         int     y)
{
  uint64_t state = seed + (guint64) (guint32) x * G_GUINT64_CONSTANT (0xd1342543de82ef95) +
                   (guint64) (guint32) y * G_GUINT64_CONSTANT (0xaf251af3b0f025b5);

  return (float) (lw_splitmix64 (&state) >> 40) * 0x1p-24f;
}

static float
smooth (float t)
{
  return t * t * (3 - 2 * t);
}

/* Lattice noise in [0, 1): hills of about @size_px, without edges. */
static float
grain (guint64 seed,
       float   x_px,
       float   y_px,
       float   size_px)
{
  const float x = x_px / size_px;
  const float y = y_px / size_px;
  const int   column = (int) floorf (x);
  const int   row = (int) floorf (y);
  const float u = smooth (x - column);
  const float v = smooth (y - row);
  const float top = lattice (seed, column, row) * (1 - u) + lattice (seed, column + 1, row) * u;
  const float bottom = lattice (seed, column, row + 1) * (1 - u) + lattice (seed, column + 1, row + 1) * u;

  return top * (1 - v) + bottom * v;
}

/* --- Slides ------------------------------------------------------------ */

static Stain
vary (Stain     stain,
      LwRandom *random,
      double    amount)
{
  const float strength = lw_random_range (random, 1 - amount, 1 + amount);

  return (Stain){
    .r = stain.r * strength * (float) lw_random_range (random, 0.94, 1.06),
    .g = stain.g * strength * (float) lw_random_range (random, 0.94, 1.06),
    .b = stain.b * strength * (float) lw_random_range (random, 0.94, 1.06),
  };
}

/* The colours were set by eye beside photographs of Wright-stained smears. */
static Slide
draw_slide (LwRandom *random)
{
  const float brightness = lw_random_range (random, 222, 243);
  const float warmth = lw_random_range (random, 0.03, 0.12);
  const float rosiness = lw_random_range (random, 0.015, 0.055);

  return (Slide){
    .lamp = { brightness, brightness * (1 - rosiness), brightness * (1 - warmth) },
    .red = vary ((Stain){ 0.125f, 0.34f, 0.285f }, random, 0.14),
    .cytoplasm = vary ((Stain){ 0.20f, 0.29f, 0.075f }, random, 0.12),
    .nucleus = vary ((Stain){ 0.60f, 0.76f, 0.34f }, random, 0.07),
    .platelet = vary ((Stain){ 0.36f, 0.49f, 0.19f }, random, 0.12),
    .vignette = lw_random_range (random, 0.05, 0.22),
    .centre_x = WIDTH * lw_random_range (random, 0.4, 0.6),
    .centre_y = HEIGHT * lw_random_range (random, 0.4, 0.6),
    .slope_x = lw_random_range (random, -0.045, 0.045),
    .slope_y = lw_random_range (random, -0.045, 0.045),
    .blur_passes = 1 + (int) lw_random_below (random, 4),
    .noise = lw_random_range (random, 1.2, 3.4),
    .colour_noise = lw_random_range (random, 0.5, 1.4),
    .texture = lw_random_next (random),
  };
}

static void
paint_background (Painting *self)
{
  const Slide *slide = &self->slide;
  const float  reach = WIDTH * WIDTH / 4.0f + HEIGHT * HEIGHT / 4.0f;

  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      {
        const float dx = x - slide->centre_x;
        const float dy = y - slide->centre_y;
        const float lit = 1 - slide->vignette * (dx * dx + dy * dy) / reach +
                          slide->slope_x * dx / WIDTH + slide->slope_y * dy / HEIGHT;

        /* Dried plasma: a breath of stain in clouds, and a finer mottling. */
        const float cloud = grain (slide->texture, x, y, 140) * 0.7f + grain (slide->texture + 1, x, y, 37) * 0.3f;
        const float haze = 0.055f * cloud + 0.012f * grain (slide->texture + 2, x, y, 5);
        const int   i = y * WIDTH + x;

        self->light[0][i] = slide->lamp.r * lit * (1 - haze * 0.45f);
        self->light[1][i] = slide->lamp.g * lit * (1 - haze);
        self->light[2][i] = slide->lamp.b * lit * (1 - haze * 0.7f);
      }
}

static void
absorb (Painting *self,
        int       i,
        Stain     stain,
        float     amount)
{
  self->light[0][i] *= fmaxf (0.03f, 1 - stain.r * amount);
  self->light[1][i] *= fmaxf (0.03f, 1 - stain.g * amount);
  self->light[2][i] *= fmaxf (0.03f, 1 - stain.b * amount);
}

/* 1 where @depth_px, counted inwards from an edge, is well inside, 0 outside;
 * in between over @width_px. */
static float
coverage (float depth_px,
          float width_px)
{
  return smooth (CLAMP (depth_px / width_px + 0.5f, 0, 1));
}

/* --- Cells ------------------------------------------------------------- */

/* A pixel as a cell sees it. */
typedef struct
{
  float x, y;     /* from the centre */
  float depth_px; /* to the outline, positive inside */
  float part;     /* 0 in the middle, 1 at the outline */
} Spot;

typedef void (*PaintSpot) (Painting         *self,
                           const LwDemoCell *cell,
                           int               i,
                           const Spot       *spot);

/* A bump of height 1 at 0 that is gone at 1. */
static float
bump (float square)
{
  const float rest = fmaxf (0, 1 - square);

  return rest * rest;
}

static void
paint_red_spot (Painting         *self,
                const LwDemoCell *cell,
                int               i,
                const Spot       *spot)
{
  const float px = spot->x / (float) cell->radius_px - (float) cell->pallor_x;
  const float py = spot->y / (float) cell->radius_px - (float) cell->pallor_y;
  const float hollow = cell->pallor > 0 ? (px * px + py * py) / (float) (cell->pallor * cell->pallor) : 1;
  const float pallor = bump (hollow * sqrtf (hollow));
  const float rim = bump ((spot->part - 0.93f) * (spot->part - 0.93f) / 0.0064f);
  const float grained = 0.95f + 0.1f * grain (cell->texture, spot->x, spot->y, 9);
  const float shade = 1 + 2.5f * (px * (float) cell->waves[2] + py * (float) cell->waves[3]);
  const float thickness = (0.92f - 0.62f * pallor + 0.15f * rim) * grained * shade;
  const float inside = coverage (spot->depth_px, 1.8f);

  absorb (self, i, self->slide.red, inside * thickness * (float) cell->density);

  /* The edge of the cell bends light: a thin bright line around it. */
  if (spot->depth_px < 0)
    {
      const float glow = 1 + 0.035f * bump ((spot->depth_px + 2.2f) * (spot->depth_px + 2.2f) / 6);

      for (int c = 0; c < 3; c++)
        self->light[c][i] *= glow;
    }
}

/* Distance from the edge of the nucleus, positive inside, in about pixels.  The
 * lobes run into each other where they meet. */
static float
nucleus_depth (const LwDemoCell *cell,
               float             x,
               float             y)
{
  const float blend_px = 7;
  float       depth = -1e6f;

  for (int i = 0; i < cell->n_lobes; i++)
    {
      const LwDemoLobe *lobe = &cell->lobes[i];
      const float       dx = x - (float) lobe->x_px;
      const float       dy = y - (float) lobe->y_px;
      const float       u = (dx * (float) lobe->cosine + dy * (float) lobe->sine) / (float) lobe->rx_px;
      const float       v = (dy * (float) lobe->cosine - dx * (float) lobe->sine) / (float) lobe->ry_px;
      const float       own = (1 - sqrtf (u * u + v * v)) * (float) MIN (lobe->rx_px, lobe->ry_px);
      const float       near = fmaxf (0, blend_px - fabsf (own - depth)) / blend_px;

      depth = fmaxf (own, depth) + near * near * blend_px / 4;
    }

  return depth;
}

static void
paint_nucleus_spot (Painting         *self,
                    const LwDemoCell *cell,
                    int               i,
                    const Spot       *spot)
{
  const float wander = 3.2f * (grain (cell->texture + 3, spot->x, spot->y, 11) - 0.5f);
  const float depth = nucleus_depth (cell, spot->x, spot->y) + wander;
  float       chromatin;

  if (depth < -2)
    return;

  /* Clumps and gaps of the chromatin, and a darker membrane. */
  chromatin = 0.83f + 0.22f * grain (cell->texture + 4, spot->x, spot->y, 8) +
              0.12f * grain (cell->texture + 5, spot->x, spot->y, 3.2f) +
              0.07f * bump ((depth - 1.5f) * (depth - 1.5f) / 4);

  absorb (self, i, self->slide.nucleus, coverage (depth, 2.4f) * chromatin * (float) cell->density);
}

static void
paint_white_spot (Painting         *self,
                  const LwDemoCell *cell,
                  int               i,
                  const Spot       *spot)
{
  const float inside = coverage (spot->depth_px, 2.6f);
  const float fine = grain (cell->texture + 1, spot->x, spot->y, 2.3f);
  const float coarse = grain (cell->texture + 2, spot->x, spot->y, 13);
  const float rim = bump ((spot->part - 0.96f) * (spot->part - 0.96f) / 0.0036f);
  float       amount = (0.5f + 0.28f * coarse + 0.25f * rim) * (float) cell->density;
  Stain       stain = self->slide.cytoplasm;

  switch (cell->white_kind)
    {
    case LW_DEMO_NEUTROPHIL:
      /* Fine granules, rather pink. */
      amount = 0.75f * amount + 0.5f * smooth (fine) * (0.55f + 0.45f * coarse);
      stain.r *= 0.62f;
      stain.g *= 0.9f;
      stain.b *= 1.35f;
      break;

    case LW_DEMO_EOSINOPHIL:
      /* Coarse granules, orange. */
      amount += 1.1f * bump ((1 - grain (cell->texture + 6, spot->x, spot->y, 4.2f)) * 1.9f);
      stain = (Stain){ 0.10f, 0.34f, 0.31f };
      break;

    case LW_DEMO_LYMPHOCYTE:
      /* Hardly any grain, sky blue. */
      amount += 0.45f + 0.1f * fine;
      stain.r *= 1.12f;
      stain.g *= 0.8f;
      break;

    case LW_DEMO_MONOCYTE:
    default:
      /* Ground glass, grey-blue, with a few holes. */
      amount += 0.3f + 0.25f * fine - 0.5f * bump (grain (cell->texture + 7, spot->x, spot->y, 7) * 5);
      stain.r *= 1.2f;
      break;
    }

  absorb (self, i, stain, inside * amount);
  paint_nucleus_spot (self, cell, i, spot);
}

static void
paint_platelet_spot (Painting         *self,
                     const LwDemoCell *cell,
                     int               i,
                     const Spot       *spot)
{
  const float granules = smooth (grain (cell->texture, spot->x, spot->y, 2.6f));
  const float middle = bump (spot->part * spot->part);
  const float amount = 0.34f + 0.62f * granules + 0.45f * middle;

  absorb (self, i, self->slide.platelet, coverage (spot->depth_px, 2.4f) * amount * (float) cell->density);
}

static void
paint_cell (Painting         *self,
            const LwDemoCell *cell,
            PaintSpot         paint_spot)
{
  /* Beyond the outline: soft edges and the bright line. */
  const int margin = 6;
  const int x0 = MAX (0, (int) floor (cell->bounds.x0) - margin);
  const int y0 = MAX (0, (int) floor (cell->bounds.y0) - margin);
  const int x1 = MIN (WIDTH, (int) ceil (cell->bounds.x1) + margin);
  const int y1 = MIN (HEIGHT, (int) ceil (cell->bounds.y1) + margin);

  for (int y = y0; y < y1; y++)
    for (int x = x0; x < x1; x++)
      {
        const double dx = x + 0.5 - cell->x_px;
        const double dy = y + 0.5 - cell->y_px;
        const double distance = fmax (1e-9, sqrt (dx * dx + dy * dy));
        const double radius = lw_demo_cell_get_radius (cell, dx / distance, dy / distance);
        const Spot   spot = { dx, dy, radius - distance, distance / radius };

        if (spot.depth_px > -margin)
          paint_spot (self, cell, y * WIDTH + x, &spot);
      }
}

static void
paint_cells (Painting          *self,
             const LwDemoScene *scene)
{
  static const PaintSpot painters[LW_DEMO_N_CLASSES] = {
    [LW_DEMO_RED_CELL] = paint_red_spot,
    [LW_DEMO_WHITE_CELL] = paint_white_spot,
    [LW_DEMO_PLATELET] = paint_platelet_spot,
  };

  for (guint i = 0; i < scene->cells->len; i++)
    {
      const LwDemoCell *cell = &g_array_index (scene->cells, LwDemoCell, i);

      paint_cell (self, cell, painters[cell->cell_class]);
    }
}

/* --- Dirt -------------------------------------------------------------- */

/* A spot of the slide or a ring of dust on the camera, out of focus. */
static void
paint_speck (Painting *self,
             LwRandom *random,
             float     radius_px,
             float     strength,
             gboolean  ring)
{
  const float x0 = lw_random_range (random, 0, WIDTH);
  const float y0 = lw_random_range (random, 0, HEIGHT);
  const Stain stain = ring ? (Stain){ 1, 1, 1 } : (Stain){ 0.8f, 1, 0.6f };

  for (int y = MAX (0, (int) (y0 - radius_px)); y < MIN (HEIGHT, y0 + radius_px + 1); y++)
    for (int x = MAX (0, (int) (x0 - radius_px)); x < MIN (WIDTH, x0 + radius_px + 1); x++)
      {
        const float square = ((x - x0) * (x - x0) + (y - y0) * (y - y0)) / (radius_px * radius_px);
        const float place = ring ? (square - 0.62f) * (square - 0.62f) / 0.09f : square;

        absorb (self, y * WIDTH + x, stain, strength * bump (place));
      }
}

static void
paint_dirt (Painting *self,
            LwRandom *random)
{
  const guint64 n_specks = 3 + lw_random_below (random, 12);
  const guint64 n_rings = lw_random_below (random, 3);

  for (guint64 i = 0; i < n_specks; i++)
    paint_speck (self, random, lw_random_range (random, 1.2, 2.6), lw_random_range (random, 0.06, 0.3), FALSE);

  for (guint64 i = 0; i < n_rings; i++)
    paint_speck (self, random, lw_random_range (random, 6, 15), lw_random_range (random, 0.02, 0.05), TRUE);
}

/* --- Camera ------------------------------------------------------------ */

/* One pass of 1 2 1 each way adds half a pixel squared of blur: a few of them
 * are a Gaussian, without an exponential to differ between C libraries. */
static void
blur_plane (float *plane)
{
  for (int y = 0; y < HEIGHT; y++)
    {
      float *row = plane + y * WIDTH;
      float  left = row[0];

      for (int x = 0; x < WIDTH; x++)
        {
          const float here = row[x];
          const float right = row[MIN (x + 1, WIDTH - 1)];

          row[x] = 0.25f * left + 0.5f * here + 0.25f * right;
          left = here;
        }
    }

  for (int x = 0; x < WIDTH; x++)
    {
      float above = plane[x];

      for (int y = 0; y < HEIGHT; y++)
        {
          const float here = plane[y * WIDTH + x];
          const float below = plane[MIN (y + 1, HEIGHT - 1) * WIDTH + x];

          plane[y * WIDTH + x] = 0.25f * above + 0.5f * here + 0.25f * below;
          above = here;
        }
    }
}

/* The sum of the eight bytes of a random number is nearly normal, and ten times
 * as fast as an exact one; a million are needed. */
static float
quick_normal (LwRandom *random)
{
  const guint64 bits = lw_random_next (random);
  int           sum = 0;

  for (int shift = 0; shift < 64; shift += 8)
    sum += bits >> shift & 0xff;

  /* Mean 8 * 127.5, standard deviation sqrt (8 * (256 * 256 - 1) / 12). */
  return (sum - 1020) / 209.02f;
}

static guint32
to_byte (float light)
{
  return CLAMP ((int) (light + 0.5f), 0, 255);
}

static cairo_surface_t *
expose (const Painting *self,
        LwRandom       *random)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  guint8          *data = cairo_image_surface_get_data (surface);
  const int        stride = cairo_image_surface_get_stride (surface);

  for (int y = 0; y < HEIGHT; y++)
    {
      guint32 *row = (guint32 *) (data + y * stride);

      for (int x = 0; x < WIDTH; x++)
        {
          const int   i = y * WIDTH + x;
          const float grey = self->slide.noise * quick_normal (random);
          const float red = self->slide.colour_noise * quick_normal (random);
          const float blue = self->slide.colour_noise * 1.4f * quick_normal (random);

          row[x] = 0xff000000u | to_byte (self->light[0][i] + grey + red) << 16 |
                   to_byte (self->light[1][i] + grey) << 8 | to_byte (self->light[2][i] + grey + blue);
        }
    }

  cairo_surface_mark_dirty (surface);

  return surface;
}

cairo_surface_t *
lw_demo_paint (const LwDemoScene *scene,
               LwRandom          *random)
{
  Painting         painting = { .slide = draw_slide (random) };
  cairo_surface_t *surface;

  for (int c = 0; c < 3; c++)
    painting.light[c] = g_new (float, WIDTH *HEIGHT);

  paint_background (&painting);
  paint_dirt (&painting, random);
  paint_cells (&painting, scene);

  for (int c = 0; c < 3; c++)
    for (int pass = 0; pass < painting.slide.blur_passes; pass++)
      blur_plane (painting.light[c]);

  surface = expose (&painting, random);

  for (int c = 0; c < 3; c++)
    g_free (painting.light[c]);

  return surface;
}
