/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-demo-scene.h"

#include <math.h>

/* Sides of the polygon that outlines are measured with.  A cell of 65 px lies
 * within 65 (1 - cos (pi / 512)) = 0.0012 px of it. */
#define N_DIRECTIONS 512

/* Less than this part of a cell in sight is not labelled. */
#define VISIBLE_MIN 0.25

#define N_USES 16

LwRandom
lw_demo_random (guint64 seed,
                guint   index,
                guint   use)
{
  g_assert (use < N_USES);

  return lw_random_new_stream (seed, (guint64) index * N_USES + use);
}

double
lw_demo_cell_get_radius (const LwDemoCell *self,
                         double            cosine,
                         double            sine)
{
  /* Multiples of the angle by the addition theorems: no angle is needed. */
  const double  c2 = cosine * cosine - sine * sine;
  const double  s2 = 2 * cosine * sine;
  const double  c3 = c2 * cosine - s2 * sine;
  const double  s3 = s2 * cosine + c2 * sine;
  const double  c5 = c3 * c2 - s3 * s2;
  const double  s5 = s3 * c2 + c3 * s2;
  const double *w = self->waves;

  return self->radius_px *
         (1 + w[0] * c2 + w[1] * s2 + w[2] * c3 + w[3] * s3 + w[4] * c5 + w[5] * s5);
}

gboolean
lw_demo_cell_contains (const LwDemoCell *self,
                       double            x_px,
                       double            y_px)
{
  const double dx = x_px - self->x_px;
  const double dy = y_px - self->y_px;
  const double distance = sqrt (dx * dx + dy * dy);

  return distance == 0 || distance < lw_demo_cell_get_radius (self, dx / distance, dy / distance);
}

static void
measure_bounds (LwDemoCell *cell)
{
  /* cos and sin of 2 pi / 512, written out: the C library's may differ in the
   * last bit from the next one's. */
  const double turn_cosine = 0.99992470183914454;
  const double turn_sine = 0.012271538285719925;
  double       c = 1, s = 0;
  LwRect       r = { cell->x_px, cell->y_px, cell->x_px, cell->y_px };

  for (int i = 0; i < N_DIRECTIONS; i++)
    {
      const double radius = lw_demo_cell_get_radius (cell, c, s);
      const double next = c * turn_cosine - s * turn_sine;

      r.x0 = fmin (r.x0, cell->x_px + radius * c);
      r.x1 = fmax (r.x1, cell->x_px + radius * c);
      r.y0 = fmin (r.y0, cell->y_px + radius * s);
      r.y1 = fmax (r.y1, cell->y_px + radius * s);

      s = s * turn_cosine + c * turn_sine;
      c = next;
    }

  cell->bounds = r;
}

/* A unit vector in any direction, by rejection: no sine is needed. */
static void
draw_direction (LwRandom *random,
                double   *cosine,
                double   *sine)
{
  double x, y, square;

  do
    {
      x = lw_random_range (random, -1, 1);
      y = lw_random_range (random, -1, 1);
      square = x * x + y * y;
    }
  while (square > 1 || square < 0.01);

  *cosine = x / sqrt (square);
  *sine = y / sqrt (square);
}

static void
draw_waves (LwDemoCell *cell,
            LwRandom   *random,
            double      ellipticity,
            double      unevenness)
{
  for (int i = 0; i < LW_DEMO_N_WAVES; i++)
    {
      const double size = i < 2 ? ellipticity : unevenness / (i < 4 ? 1 : 2);

      /* Bounded, so that an outline can never meet its own centre. */
      cell->waves[i] = size * CLAMP (lw_random_normal (random), -2, 2);
    }
}

static void
add_lobe (LwDemoCell *cell,
          double      x,
          double      y,
          double      rx,
          double      ry,
          double      cosine,
          double      sine)
{
  g_assert (cell->n_lobes < LW_DEMO_N_LOBES_MAX);

  cell->lobes[cell->n_lobes++] = (LwDemoLobe){
    .x_px = x * cell->radius_px,
    .y_px = y * cell->radius_px,
    .rx_px = rx * cell->radius_px,
    .ry_px = ry * cell->radius_px,
    .cosine = cosine,
    .sine = sine,
  };
}

/* Lobes in a row that winds round the middle of the cell, each turned a way of
 * its own.  @step says how far to go on from one to the next. */
static void
draw_lobe_chain (LwDemoCell *cell,
                 LwRandom   *random,
                 int         n,
                 double      ring,
                 double      size,
                 double      step)
{
  double c, s;

  draw_direction (random, &c, &s);

  for (int i = 0; i < n; i++)
    {
      const double r = ring * lw_random_range (random, 0.85, 1.15);
      const double length = size * lw_random_range (random, 0.9, 1.25);
      const double next = c - step * s;
      double       turned_c, turned_s, norm;

      draw_direction (random, &turned_c, &turned_s);
      add_lobe (cell, r * c, r * s, length, size * lw_random_range (random, 0.72, 0.95), turned_c, turned_s);

      s = s + step * c;
      c = next;
      norm = sqrt (c * c + s * s);
      c /= norm;
      s /= norm;
    }
}

static void
draw_nucleus (LwDemoCell *cell,
              LwRandom   *random)
{
  double c, s;

  switch (cell->white_kind)
    {
    case LW_DEMO_NEUTROPHIL:
      draw_lobe_chain (cell, random, 3 + (int) lw_random_below (random, 3), 0.42, 0.27,
                       lw_random_range (random, 1.2, 1.9));
      break;

    case LW_DEMO_EOSINOPHIL:
      draw_lobe_chain (cell, random, 2, 0.38, 0.38, 4);
      break;

    case LW_DEMO_LYMPHOCYTE:
      draw_direction (random, &c, &s);
      add_lobe (cell, 0.08 * c, 0.08 * s, 0.80, 0.74, c, s);
      break;

    case LW_DEMO_MONOCYTE:
    default:
      /* A kidney: five lobes close together on half a ring. */
      draw_lobe_chain (cell, random, 5, 0.36, 0.33, 0.62);
      break;
    }
}

static LwDemoCell
draw_white_cell (LwRandom *random)
{
  const double    kind = lw_random_uniform (random);
  LwDemoCell      cell = { .cell_class = LW_DEMO_WHITE_CELL };
  LwDemoWhiteKind white_kind;
  double          low = 52, high = 62;

  /* Roughly as often as in healthy blood, the rare ones a little more. */
  if (kind < 0.55)
    {
      white_kind = LW_DEMO_NEUTROPHIL;
    }
  else if (kind < 0.65)
    {
      white_kind = LW_DEMO_EOSINOPHIL;
    }
  else if (kind < 0.88)
    {
      white_kind = LW_DEMO_LYMPHOCYTE;
      low = 45;
      high = 51;
    }
  else
    {
      white_kind = LW_DEMO_MONOCYTE;
      low = 58;
      high = 65;
    }

  cell.white_kind = white_kind;
  cell.radius_px = lw_random_range (random, low, high);
  cell.density = lw_random_range (random, 0.9, 1.1);
  draw_waves (&cell, random, 0.025, 0.02);
  draw_nucleus (&cell, random);

  return cell;
}

static LwDemoCell
draw_red_cell (LwRandom *random,
               double    usual_radius_px)
{
  LwDemoCell cell = { .cell_class = LW_DEMO_RED_CELL };

  cell.radius_px = CLAMP (usual_radius_px * (1 + 0.07 * lw_random_normal (random)), 24, 38);
  cell.density = lw_random_range (random, 0.86, 1.14);
  cell.pallor = lw_random_chance (random, 0.12) ? 0 : lw_random_range (random, 0.45, 0.78);
  cell.pallor_x = 0.07 * lw_random_normal (random);
  cell.pallor_y = 0.07 * lw_random_normal (random);
  draw_waves (&cell, random, lw_random_chance (random, 0.12) ? 0.09 : 0.028, 0.014);

  return cell;
}

static LwDemoCell
draw_platelet (LwRandom *random)
{
  LwDemoCell cell = { .cell_class = LW_DEMO_PLATELET };

  cell.radius_px = lw_random_range (random, 6, 11);
  cell.density = lw_random_range (random, 0.8, 1.2);
  draw_waves (&cell, random, 0.08, 0.06);

  return cell;
}

/* How near two cells may come, as a part of the sum of their radii. */
static double
nearest_allowed (LwRandom         *random,
                 const LwDemoCell *a,
                 const LwDemoCell *b)
{
  /* White cells push the others aside; platelets lie in the gaps, seldom on top. */
  if (a->cell_class == LW_DEMO_WHITE_CELL || b->cell_class == LW_DEMO_WHITE_CELL)
    return 1.0;

  if (a->cell_class == LW_DEMO_PLATELET)
    return lw_random_chance (random, 0.15) ? 0 : 1.08;

  return lw_random_chance (random, 0.45) ? lw_random_range (random, 0.45, 1) : 1.03;
}

static gboolean
has_room (const LwDemoScene *self,
          LwRandom          *random,
          const LwDemoCell  *cell)
{
  for (guint i = 0; i < self->cells->len; i++)
    {
      const LwDemoCell *other = &g_array_index (self->cells, LwDemoCell, i);
      const double      near = nearest_allowed (random, cell, other) * (cell->radius_px + other->radius_px);
      const double      dx = cell->x_px - other->x_px;
      const double      dy = cell->y_px - other->y_px;

      if (dx * dx + dy * dy < near * near)
        return FALSE;
    }

  return TRUE;
}

/* Puts the cell where there is room; where none was found, nowhere. */
static void
place (LwDemoScene *self,
       LwRandom    *random,
       LwDemoCell   cell)
{
  /* Centres may lie outside by this much: cells are cut by the border, too. */
  const double out = 0.6 * cell.radius_px;

  for (int i = 0; i < 200; i++)
    {
      cell.x_px = lw_random_range (random, -out, LW_DEMO_WIDTH_PX + out);
      cell.y_px = lw_random_range (random, -out, LW_DEMO_HEIGHT_PX + out);

      if (has_room (self, random, &cell))
        {
          cell.texture = lw_random_next (random);
          measure_bounds (&cell);
          g_array_append_val (self->cells, cell);
          return;
        }
    }
}

/* Later cells cover earlier ones, also where one can see through them: so would
 * somebody judge who asks which cell is in front. */
static void
fill_labels (LwDemoScene *self)
{
  g_assert (self->cells->len < G_MAXUINT8);

  for (guint i = 0; i < self->cells->len; i++)
    {
      LwDemoCell *cell = &g_array_index (self->cells, LwDemoCell, i);

      for (int y = (int) floor (cell->bounds.y0); y < cell->bounds.y1; y++)
        for (int x = (int) floor (cell->bounds.x0); x < cell->bounds.x1; x++)
          {
            if (!lw_demo_cell_contains (cell, x + 0.5, y + 0.5))
              continue;

            cell->n_pixels++;

            if (x >= 0 && x < LW_DEMO_WIDTH_PX && y >= 0 && y < LW_DEMO_HEIGHT_PX)
              self->labels[y * LW_DEMO_WIDTH_PX + x] = i + 1;
          }
    }

  for (guint i = 0; i < LW_DEMO_WIDTH_PX * LW_DEMO_HEIGHT_PX; i++)
    if (self->labels[i] > 0)
      g_array_index (self->cells, LwDemoCell, self->labels[i] - 1).n_visible++;
}

LwDemoScene *
lw_demo_scene_new (guint64 seed,
                   guint   index)
{
  static const double white_odds[] = { 0.22, 0.62, 0.9 };
  LwDemoScene        *self = g_new0 (LwDemoScene, 1);
  LwRandom            random = lw_demo_random (seed, index, 0);
  const double        odds = lw_random_uniform (&random);
  const guint64       n_red = 20 + lw_random_below (&random, 26);
  const guint64       n_platelets = 1 + lw_random_below (&random, 8);
  const double        red_radius_px = lw_random_range (&random, 28, 33);

  self->cells = g_array_new (FALSE, TRUE, sizeof (LwDemoCell));
  self->labels = g_new0 (guint8, LW_DEMO_WIDTH_PX * LW_DEMO_HEIGHT_PX);

  for (guint i = 0; i < G_N_ELEMENTS (white_odds) && odds >= white_odds[i]; i++)
    place (self, &random, draw_white_cell (&random));

  for (guint64 i = 0; i < n_red; i++)
    place (self, &random, draw_red_cell (&random, red_radius_px));

  for (guint64 i = 0; i < n_platelets; i++)
    place (self, &random, draw_platelet (&random));

  fill_labels (self);

  return self;
}

void
lw_demo_scene_free (LwDemoScene *self)
{
  g_array_unref (self->cells);
  g_free (self->labels);
  g_free (self);
}

GArray *
lw_demo_scene_list_truth (const LwDemoScene *self)
{
  GArray *truth = g_array_new (FALSE, FALSE, sizeof (LwDemoBox));

  for (guint i = 0; i < self->cells->len; i++)
    {
      const LwDemoCell *cell = &g_array_index (self->cells, LwDemoCell, i);
      const LwDemoBox   box = {
          .cell_class = cell->cell_class,
          .rect = lw_rect_clip (cell->bounds, LW_DEMO_WIDTH_PX, LW_DEMO_HEIGHT_PX),
          .object = (int) truth->len,
      };

      if (cell->n_visible >= VISIBLE_MIN * cell->n_pixels && lw_rect_is_valid (box.rect))
        g_array_append_val (truth, box);
    }

  return truth;
}
