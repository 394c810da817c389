/* lw-pack.h - many boxes in one row of the journal
 *
 * {"annotator":ID,"first":ID,"images":[ID...],"classes":[ID...],
 *  "boxes":[[image,class,x0,y0,x1,y1,flags,origin,extra|null]...]}
 *
 * image and class are places in the two lists; box n has the id n places after
 * "first".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-item.h"
#include "lw-store.h"
#include "lw-touched.h"

G_BEGIN_DECLS

#define LW_PACK_KIND "box-pack"

/* Writes the pack's text box by box. */
typedef struct
{
  LwSql      *sql;
  LwId        first;
  guint32     n_boxes;
  GString    *boxes;
  GString    *images;
  GString    *classes;
  GHashTable *image_places; /* (element-type gint64 guint) */
  GHashTable *class_places;
  LwId        annotator;
} LwPackWriter;

gboolean lw_pack_writer_init (LwPackWriter *self,
                              LwSql        *sql,
                              gint64        annotator_key,
                              GError      **error);
void     lw_pack_writer_clear (LwPackWriter *self);

/* Gives @box its id. */
gboolean lw_pack_writer_add (LwPackWriter *self,
                             LwItem       *box,
                             GError      **error);

/* Transfer full. */
char *lw_pack_writer_finish (LwPackWriter *self);

/* Calls @func for each box of a pack, without keys.  FALSE from @func stops,
 * with its error. */
typedef gboolean (*LwPackFunc) (LwItem  *box,
                                gpointer user_data,
                                GError **error);

gboolean lw_pack_foreach (LwSql      *sql,
                          LwId        first,
                          const char *text,
                          LwPackFunc  func,
                          gpointer    user_data,
                          GError    **error);

/* The same with each box as lw_item_to_json() would write it.  Looks at nothing but
 * the text: what it refers to may be gone. */
typedef gboolean (*LwPackTextFunc) (LwId        id,
                                    const char *text,
                                    gpointer    user_data,
                                    GError    **error);

gboolean lw_pack_foreach_text (LwSql         *sql,
                               LwId           first,
                               const char    *text,
                               LwPackTextFunc func,
                               gpointer       user_data,
                               GError       **error);

G_END_DECLS
