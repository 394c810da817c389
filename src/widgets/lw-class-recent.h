/* lw-class-recent.h - the classes used last: copies of the items of a list of classes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-class-item.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* A copy of @item as the first of at most @n_max, unless it is there already: nothing moves
 * while it is used. */
void lw_class_recent_add (GListStore  *recent,
                          LwClassItem *item,
                          guint        n_max);

/* The copies say what their originals say; those whose class is gone or archived go.
 * @by_key: gint64 key -> LwClassItem */
void lw_class_recent_update (GListStore *recent,
                             GHashTable *by_key);

G_END_DECLS
