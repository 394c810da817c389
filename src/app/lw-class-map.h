/* lw-class-map.h - which class of the project a class of a label file means
 *
 * By its name, or by what a file of lines "name there<TAB>name here" says.
 *
 * Belongs to one thread at a time, as the store that it was made from.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-store.h"

G_BEGIN_DECLS

typedef struct _LwClassMap LwClassMap;

/* @map_file may be NULL.  LW_ERROR_INVALID names the line. */
LwClassMap *lw_class_map_new (LwStore    *store,
                              const char *map_file,
                              GError    **error);
void        lw_class_map_free (LwClassMap *self);

/* The name that @name goes by here: itself where the map does not say otherwise,
 * "" where its labels are to be left out.  Borrowed. */
const char *lw_class_map_translate (LwClassMap *self,
                                    const char *name);

/* Key of the class of that name, exactly or else in any case, 0 where there is
 * none.  @found_name, if not NULL, gets its name as it is here; borrowed. */
gint64 lw_class_map_find (LwClassMap  *self,
                          const char  *name,
                          const char **found_name);

gboolean lw_class_map_is_empty (LwClassMap *self);

/* A class has been added since.  It is found by its exact name only: a source that
 * has both "cat" and "Cat" means two classes. */
void lw_class_map_add (LwClassMap *self,
                       const char *name,
                       gint64      key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LwClassMap, lw_class_map_free)

G_END_DECLS
