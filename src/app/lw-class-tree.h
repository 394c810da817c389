/* lw-class-tree.h - the classes as a tree: order, paths, keys
 *
 * Plain functions over the rows of a project.  Rows that form a ring, which only a
 * file from elsewhere can hold, count as classes at the top.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-store.h"

G_BEGIN_DECLS

/* "vehicle/car" */
#define LW_CLASS_PATH_SEPARATOR "/"

typedef struct
{
  const LwClassRow *row; /* borrowed from the rows */
  guint             depth;
  gboolean          has_children; /* among those that are in the list */
} LwClassNode;

/* Parents before their children, those of one parent by position.  Without the archived
 * ones, what was below one of them moves up.  (element-type LwClassNode), transfer full */
GArray *lw_class_tree_list (const GArray *classes,
                            gboolean      with_archived);

/* NULL where it is not there.  Borrowed. */
const LwClassRow *lw_class_tree_find (const GArray *classes,
                                      gint64        class_key);

/* The class itself, then that above it, and so on to the top: each once, also where they form
 * a ring.  (element-type LwClassRow), borrowed from the rows; transfer container. */
GPtrArray *lw_class_tree_list_ancestors (const GArray *classes,
                                         gint64        class_key);

/* Names from the top down to the class.  Transfer full. */
char *lw_class_tree_dup_path (const GArray *classes,
                              gint64        class_key);

/* TRUE also for the class itself. */
gboolean lw_class_tree_is_below (const GArray *classes,
                                 gint64        class_key,
                                 gint64        ancestor_key);

/* The class that the digit at @place, 0 for "1" to 9 for "0", stands for: that whose shortcut
 * it is, or else that at the place in the list without the archived ones.  0 for none. */
gint64 lw_class_tree_find_digit (const GArray *classes,
                                 guint         place);

/* The class that is not archived, and not @except_key, and has @shortcut; NULL for none.
 * Borrowed. */
const LwClassRow *lw_class_tree_find_shortcut (const GArray *classes,
                                               const char   *shortcut,
                                               gint64        except_key);

typedef enum
{
  LW_CLASS_MOVE_UP,   /* before the sibling above */
  LW_CLASS_MOVE_DOWN, /* behind the sibling below */
  LW_CLASS_MOVE_IN,   /* below the sibling above, as its last child */
  LW_CLASS_MOVE_OUT,  /* behind its parent */
} LwClassMove;

/* What lw_project_move_class() is to be told for a move by one step; FALSE where there is
 * nowhere to go.  Without the archived ones, they are stepped over. */
gboolean lw_class_tree_find_move (const GArray *classes,
                                  gint64        class_key,
                                  LwClassMove   move,
                                  gboolean      with_archived,
                                  gint64       *parent_key,
                                  gint64       *before_key);

/* The sibling behind a class; 0 for none. */
gint64 lw_class_tree_find_next (const GArray *classes,
                                gint64        class_key);

G_END_DECLS
