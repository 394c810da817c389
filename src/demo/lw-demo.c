/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-demo.h"

#include "lw-demo-paint.h"
#include "lw-demo-scene.h"

const char *
lw_demo_class_name (LwDemoClass cell_class)
{
  static const char *const names[LW_DEMO_N_CLASSES] = {
    [LW_DEMO_RED_CELL] = "Red cell",
    [LW_DEMO_WHITE_CELL] = "White cell",
    [LW_DEMO_PLATELET] = "Platelet",
  };

  g_return_val_if_fail (cell_class < LW_DEMO_N_CLASSES, NULL);

  return names[cell_class];
}

cairo_surface_t *
lw_demo_draw (guint64  seed,
              guint    index,
              GArray **truth)
{
  g_autoptr (LwDemoScene) scene = lw_demo_scene_new (seed, index);
  LwRandom random = lw_demo_random (seed, index, 1);

  if (truth != NULL)
    *truth = lw_demo_scene_list_truth (scene);

  return lw_demo_paint (scene, &random);
}
