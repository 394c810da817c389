/* lw-shared-values.h - what several boxes say about their attributes, together
 *
 * Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project-attributes.h"

G_BEGIN_DECLS

/* Of more boxes than this only the first are looked at, and all are taken to differ. */
#define LW_SHARED_VALUES_MAX 1000

typedef struct
{
  LwAttributeRow attribute; /* a copy whose strings are its own */
  char          *value;     /* of all of them; NULL: nothing, or is_mixed */
  gboolean       is_mixed;
  gboolean       is_default; /* none of them says anything of its own */
} LwSharedValue;

/**
 * lw_project_list_shared_values:
 * @class_keys: those of the boxes, each once
 *
 * Returns: (transfer full) (element-type LwSharedValue): one for each attribute that
 *   all the classes are asked, in the order of lw_project_list_class_attributes();
 *   empty where the boxes cannot be read just now
 */
GArray *lw_project_list_shared_values (LwProject    *self,
                                       const gint64 *class_keys,
                                       gsize         n_classes,
                                       const gint64 *box_keys,
                                       gsize         n_boxes);

G_END_DECLS
