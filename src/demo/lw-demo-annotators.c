/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-demo.h"

#include "lw-demo-scene.h"

#include <math.h>

/* Nobody draws a smaller box. */
#define EDGE_MIN_PX 3.0

/* A box around nothing must not be taken for one of an object. */
#define SPURIOUS_IOU_MAX 0.1

/* docs/demo.md tells these numbers; a test holds the simulation to them.  The
 * people are invented.  White cells and platelets are what is stained purple:
 * who goes by the colour alone takes one for the other.  (Red cells and
 * platelets differ in size and colour, and nobody would.) */
/* clang-format off */
static const LwDemoHabit habits[LW_DEMO_N_HABITS] = {
  [LW_DEMO_CAREFUL] = {
    .name = "Mira Lindqvist",
    .miss_rate = 0.01, .miss_rate_small = 0.03,
    .edge_sigma_px = 1.0,
    .confusion_rate = 0.005, .confused_a = LW_DEMO_WHITE_CELL, .confused_b = LW_DEMO_PLATELET,
    .false_rate = 0.003,
  },
  [LW_DEMO_HASTY] = {
    .name = "Tom Okafor",
    .miss_rate = 0.04, .miss_rate_small = 0.35,
    .edge_sigma_px = 4.0,
    .confusion_rate = 0.01, .confused_a = LW_DEMO_WHITE_CELL, .confused_b = LW_DEMO_PLATELET,
    .false_rate = 0.01,
  },
  [LW_DEMO_CONFUSED] = {
    .name = "Sofia Brandt",
    .miss_rate = 0.02, .miss_rate_small = 0.05,
    .edge_sigma_px = 1.5,
    .confusion_rate = 0.30, .confused_a = LW_DEMO_WHITE_CELL, .confused_b = LW_DEMO_PLATELET,
    .false_rate = 0.005,
  },
  [LW_DEMO_VENDOR] = {
    .name = "Northlab (vendor)",
    .miss_rate = 0.05, .miss_rate_small = 0.05,
    .edge_sigma_px = 1.0,
    .confused_a = LW_DEMO_WHITE_CELL, .confused_b = LW_DEMO_PLATELET,
    .false_rate = 0.05,
    .swap_rate = 0.05,
    .shift_rate = 0.05, .shift_fraction = 0.3,
  },
};
/* clang-format on */

const LwDemoHabit *
lw_demo_get_habit (LwDemoHabitId id)
{
  g_return_val_if_fail (id < LW_DEMO_N_HABITS, NULL);

  return &habits[id];
}

static double
either_sign (LwRandom *random,
             double    size)
{
  return lw_random_chance (random, 0.5) ? size : -size;
}

/* Each edge moves by @sigma_px; the outcome is a box again, and in the image. */
static LwRect
draw_edges (LwRandom *random,
            LwRect    rect,
            double    sigma_px)
{
  LwRect drawn = lw_rect_normalise ((LwRect){
      .x0 = rect.x0 + sigma_px * lw_random_normal (random),
      .y0 = rect.y0 + sigma_px * lw_random_normal (random),
      .x1 = rect.x1 + sigma_px * lw_random_normal (random),
      .y1 = rect.y1 + sigma_px * lw_random_normal (random),
  });

  drawn = lw_rect_clip (drawn, LW_DEMO_WIDTH_PX, LW_DEMO_HEIGHT_PX);
  drawn.x1 = fmax (drawn.x1, drawn.x0 + EDGE_MIN_PX);
  drawn.y1 = fmax (drawn.y1, drawn.y0 + EDGE_MIN_PX);

  return lw_rect_push_inside (drawn, LW_DEMO_WIDTH_PX, LW_DEMO_HEIGHT_PX);
}

/* Each edge by @fraction of the size, but both edges of a pair never such that
 * the box stays where it was: it moves one way and grows or shrinks the other. */
static LwRect
shift (LwRandom *random,
       LwRect    rect,
       double    fraction)
{
  const double across = either_sign (random, fraction * (rect.x1 - rect.x0));
  const double down = either_sign (random, fraction * (rect.y1 - rect.y0));

  if (lw_random_chance (random, 0.5))
    return (LwRect){ rect.x0 + across, rect.y0 - down / 2, rect.x1 + across, rect.y1 + down / 2 };

  return (LwRect){ rect.x0 - across / 2, rect.y0 + down, rect.x1 + across / 2, rect.y1 + down };
}

static LwDemoClass
confuse (const LwDemoHabit *habit,
         LwDemoClass        cell_class)
{
  if (cell_class == habit->confused_a)
    return habit->confused_b;

  return cell_class == habit->confused_b ? habit->confused_a : cell_class;
}

/* At most one planted error a box: two that met would be told as one. */
static LwDemoBox
draw_box (const LwDemoHabit *habit,
          LwRandom          *random,
          const LwDemoBox   *object,
          guint              index)
{
  const double planted = lw_random_uniform (random);
  LwDemoBox    box = *object;

  box.object = index;
  box.fault = LW_DEMO_FAULT_NONE;

  if (planted < habit->swap_rate)
    box.cell_class = (object->cell_class + 1 + lw_random_below (random, LW_DEMO_N_CLASSES - 1)) % LW_DEMO_N_CLASSES;
  else if (planted < habit->swap_rate + habit->shift_rate)
    box.fault = LW_DEMO_FAULT_SHIFTED;
  else if (lw_random_chance (random, habit->confusion_rate))
    box.cell_class = confuse (habit, object->cell_class);

  if (box.cell_class != object->cell_class)
    box.fault = LW_DEMO_FAULT_CLASS;

  if (box.fault == LW_DEMO_FAULT_SHIFTED)
    box.rect = shift (random, box.rect, habit->shift_fraction);

  box.rect = draw_edges (random, box.rect, habit->edge_sigma_px);

  return box;
}

static gboolean
is_apart (const GArray *truth,
          LwRect        rect)
{
  for (guint i = 0; i < truth->len; i++)
    if (lw_rect_iou (rect, g_array_index (truth, LwDemoBox, i).rect) > SPURIOUS_IOU_MAX)
      return FALSE;

  return TRUE;
}

/* As large as a platelet or a red cell: what a stain could be taken for. */
static LwDemoBox
draw_spurious (LwRandom     *random,
               const GArray *truth)
{
  const gboolean small = lw_random_chance (random, 0.6);
  LwDemoBox      box = {
         .cell_class = small ? LW_DEMO_PLATELET : LW_DEMO_RED_CELL,
         .object = -1,
         .fault = LW_DEMO_FAULT_SPURIOUS,
  };

  /* In a crowded image the last place is as good as any. */
  for (int i = 0; i < 100; i++)
    {
      const double w = small ? lw_random_range (random, 11, 24) : lw_random_range (random, 46, 74);
      const double h = w * lw_random_range (random, 0.85, 1.15);
      const double x = lw_random_range (random, 0, LW_DEMO_WIDTH_PX - w);
      const double y = lw_random_range (random, 0, LW_DEMO_HEIGHT_PX - h);

      box.rect = (LwRect){ x, y, x + w, y + h };

      if (is_apart (truth, box.rect))
        break;
    }

  return box;
}

GArray *
lw_demo_simulate (LwDemoHabitId id,
                  guint64       seed,
                  guint         index,
                  const GArray *truth)
{
  const LwDemoHabit *habit = lw_demo_get_habit (id);
  LwRandom           random = lw_demo_random (seed, index, 2 + id);
  GArray            *boxes = g_array_new (FALSE, FALSE, sizeof (LwDemoBox));

  g_return_val_if_fail (truth != NULL, boxes);

  for (guint i = 0; i < truth->len; i++)
    {
      const LwDemoBox *object = &g_array_index (truth, LwDemoBox, i);
      const double     miss_rate = object->cell_class == LW_DEMO_PLATELET ? habit->miss_rate_small : habit->miss_rate;

      if (!lw_random_chance (&random, miss_rate))
        {
          const LwDemoBox box = draw_box (habit, &random, object, i);

          g_array_append_val (boxes, box);
        }

      if (lw_random_chance (&random, habit->false_rate))
        {
          const LwDemoBox box = draw_spurious (&random, truth);

          g_array_append_val (boxes, box);
        }
    }

  return boxes;
}
