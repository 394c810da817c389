/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-box-set.h"

#include "lw-coco-table.h"
#include "lw-csv.h"
#include "lw-error.h"
#include "lw-name-table.h"

#include <glib/gi18n-lib.h>

#include <math.h>

#define N_ROWS_PER_LOOK 65536

/* What is being read. */
typedef struct
{
  LwNameTable images, annotators, classes;
  GArray     *box_images, *box_annotators, *box_classes, *rects; /* of guint32, guint32, gint32, LwRect */
  GArray     *look_images, *look_annotators;                     /* of guint32 */
  GArray     *widths, *heights;                                  /* of double, per image by number */
  LwFindings *findings;
} Draft;

static void
draft_init (Draft      *self,
            LwFindings *findings)
{
  lw_name_table_init (&self->images);
  lw_name_table_init (&self->annotators);
  lw_name_table_init (&self->classes);
  self->box_images = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->box_annotators = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->box_classes = g_array_new (FALSE, FALSE, sizeof (gint32));
  self->rects = g_array_new (FALSE, FALSE, sizeof (LwRect));
  self->look_images = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->look_annotators = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->widths = g_array_new (FALSE, TRUE, sizeof (double));
  self->heights = g_array_new (FALSE, TRUE, sizeof (double));
  self->findings = findings;
}

static void
draft_clear (Draft *self)
{
  GArray **arrays[] = { &self->box_images, &self->box_annotators, &self->box_classes, &self->rects,
                        &self->look_images, &self->look_annotators, &self->widths, &self->heights };

  lw_name_table_clear (&self->images);
  lw_name_table_clear (&self->annotators);
  lw_name_table_clear (&self->classes);
  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    g_clear_pointer (arrays[i], g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Draft, draft_clear)

static gboolean
is_near (LwRect rect)
{
  return fabs (rect.x0) <= LW_ANNOTATOR_BOXES_SIDE_MAX && fabs (rect.y0) <= LW_ANNOTATOR_BOXES_SIDE_MAX &&
         fabs (rect.x1) <= LW_ANNOTATOR_BOXES_SIDE_MAX && fabs (rect.y1) <= LW_ANNOTATOR_BOXES_SIDE_MAX;
}

static void
add_look (Draft  *self,
          guint32 image,
          guint32 annotator)
{
  g_array_append_val (self->look_images, image);
  g_array_append_val (self->look_annotators, annotator);
}

static void
add_box (Draft  *self,
         guint32 image,
         guint32 annotator,
         gint32 class,
         LwRect rect)
{
  if (rect.x0 == rect.x1 || rect.y0 == rect.y1)
    {
      lw_findings_add (self->findings, LW_SEVERITY_WARNING, "box-empty", _ ("boxes without extent were left out"), _ ("image %s, annotator %s"),
                       (const char *) g_ptr_array_index (self->images.texts, image),
                       (const char *) g_ptr_array_index (self->annotators.texts, annotator));
      add_look (self, image, annotator);
      return;
    }

  g_array_append_val (self->box_images, image);
  g_array_append_val (self->box_annotators, annotator);
  g_array_append_val (self->box_classes, class);
  g_array_append_val (self->rects, rect);
}

/* --- The set --- */

/* Numbers of boxes and looks follow one order. */
static GPtrArray *
sort_names (LwNameTable *table,
            GArray      *of_boxes,
            GArray      *of_looks)
{
  const guint         n_boxes = of_boxes->len, n_looks = of_looks->len;
  g_autofree guint32 *numbers = g_new (guint32, n_boxes + n_looks);
  GPtrArray          *texts;

  for (guint i = 0; i < n_boxes; i++)
    numbers[i] = g_array_index (of_boxes, guint32, i);
  for (guint i = 0; i < n_looks; i++)
    numbers[n_boxes + i] = g_array_index (of_looks, guint32, i);

  texts = lw_name_table_sort (table, numbers, n_boxes + n_looks);

  for (guint i = 0; i < n_boxes; i++)
    g_array_index (of_boxes, guint32, i) = numbers[i];
  for (guint i = 0; i < n_looks; i++)
    g_array_index (of_looks, guint32, i) = numbers[n_boxes + i];

  return texts;
}

static GPtrArray *
sort_classes (Draft *self)
{
  g_autofree guint32 *places = g_new (guint32, MAX (self->classes.texts->len, 1));
  GPtrArray          *texts;

  for (guint i = 0; i < self->classes.texts->len; i++)
    places[i] = i;

  texts = lw_name_table_sort (&self->classes, places, self->classes.texts->len);

  for (guint i = 0; i < self->box_classes->len; i++)
    {
      gint32 *class = &g_array_index (self->box_classes, gint32, i);

      *class = *class < 0 ? -1 : (gint32) places[*class];
    }

  return texts;
}

/* Sizes come by the numbers before the sorting. */
static double *
sort_sizes (const GArray  *sizes,
            const guint32 *places,
            guint          n)
{
  double *sorted = g_new0 (double, MAX (n, 1));

  for (guint i = 0; i < sizes->len; i++)
    sorted[places[i]] = g_array_index (sizes, double, i);

  return sorted;
}

/* Where each image goes, as the looks tell: all have one by then. */
static guint32 *
find_places (const GArray *before,
             const GArray *after,
             guint         n)
{
  guint32 *places = g_new0 (guint32, MAX (n, 1));

  for (guint i = 0; i < before->len; i++)
    places[g_array_index (before, guint32, i)] = g_array_index (after, guint32, i);

  return places;
}

#define STEAL(Type, array) ((Type *) (gpointer) g_array_free (g_steal_pointer (array), FALSE))

static LwBoxSet *
make_set (Draft *draft)
{
  LwBoxSet *self = g_new0 (LwBoxSet, 1);
  g_autoptr (GArray) before = g_array_copy (draft->look_images);
  g_autofree guint32 *places = NULL;

  self->input.n_boxes = draft->rects->len;
  self->input.n_looks = draft->look_images->len;
  self->images = sort_names (&draft->images, draft->box_images, draft->look_images);
  self->annotators = sort_names (&draft->annotators, draft->box_annotators, draft->look_annotators);
  self->classes = sort_classes (draft);
  self->input.n_images = self->images->len;
  self->input.n_annotators = self->annotators->len;
  self->input.n_classes = self->classes->len;

  if (draft->widths->len > 0)
    {
      places = find_places (before, draft->look_images, self->images->len);
      self->input.widths = sort_sizes (draft->widths, places, self->images->len);
      self->input.heights = sort_sizes (draft->heights, places, self->images->len);
    }

  self->input.images = STEAL (guint32, &draft->box_images);
  self->input.annotators = STEAL (guint32, &draft->box_annotators);
  self->input.classes = self->classes->len > 0 ? STEAL (gint32, &draft->box_classes) : NULL;
  self->input.rects = STEAL (LwRect, &draft->rects);
  self->input.look_images = STEAL (guint32, &draft->look_images);
  self->input.look_annotators = STEAL (guint32, &draft->look_annotators);

  return self;
}

void
lw_box_set_free (LwBoxSet *self)
{
  if (self == NULL)
    return;

  g_free ((gpointer) self->input.images);
  g_free ((gpointer) self->input.annotators);
  g_free ((gpointer) self->input.classes);
  g_free ((gpointer) self->input.rects);
  g_free ((gpointer) self->input.look_images);
  g_free ((gpointer) self->input.look_annotators);
  g_free ((gpointer) self->input.widths);
  g_free ((gpointer) self->input.heights);
  g_clear_pointer (&self->images, g_ptr_array_unref);
  g_clear_pointer (&self->annotators, g_ptr_array_unref);
  g_clear_pointer (&self->classes, g_ptr_array_unref);
  g_free (self);
}

/* --- A table --- */

enum
{
  IMAGE,
  ANNOTATOR,
  X0,
  Y0,
  X1,
  Y1,
  N_COLUMNS
};

static const char *const column_names[] = { "image", "annotator", "x0", "y0", "x1", "y1" };

G_STATIC_ASSERT (G_N_ELEMENTS (column_names) == N_COLUMNS);

typedef struct
{
  LwCsv   *csv;
  guint    columns[N_COLUMNS], class_column;
  gboolean has_class;
} Table;

static gboolean
find_columns (Table   *self,
              GError **error)
{
  for (int i = 0; i < N_COLUMNS; i++)
    if (!lw_csv_find_column (self->csv, column_names[i], &self->columns[i], error))
      return FALSE;

  for (guint i = 0; i < lw_csv_get_n_columns (self->csv); i++)
    if (g_str_equal (lw_csv_get_name (self->csv, i), "class"))
      {
        self->class_column = i;
        self->has_class = TRUE;
      }

  return TRUE;
}

static gboolean
read_rect (const Table *self,
           LwRect      *rect,
           GError     **error)
{
  double sides[4];

  for (int i = 0; i < 4; i++)
    {
      if (!lw_csv_get_double (self->csv, self->columns[X0 + i], &sides[i], error))
        return FALSE;
      if (!isfinite (sides[i]))
        {
          lw_csv_set_error (self->csv, error, _ ("the column “%s” is no number; a box that is not there has no coordinates at all"), column_names[X0 + i]);
          return FALSE;
        }
    }

  *rect = (LwRect){ sides[0], sides[1], sides[2], sides[3] };
  if (!is_near (*rect))
    {
      lw_csv_set_error (self->csv, error, _ ("no picture reaches as far as %g %g %g %g; boxes are in pixels"), rect->x0, rect->y0, rect->x1, rect->y1);
      return FALSE;
    }
  if (rect->x0 <= rect->x1 && rect->y0 <= rect->y1)
    return TRUE;

  if (rect->x0 > rect->x1)
    lw_csv_set_error (self->csv, error, _ ("the box ends at x1 %g before it begins at x0 %g; x0 is the left side"), rect->x1, rect->x0);
  else
    lw_csv_set_error (self->csv, error, _ ("the box ends at y1 %g before it begins at y0 %g; y0 is the upper side"), rect->y1, rect->y0);

  return FALSE;
}

static gboolean
read_row (const Table *self,
          char       **fields,
          Draft       *draft,
          GError     **error)
{
  guint32 image, annotator;
  gint32 class = -1;
  int    n_empty = 0;
  LwRect rect;

  for (int i = IMAGE; i <= ANNOTATOR; i++)
    if (fields[self->columns[i]][0] == '\0')
      {
        lw_csv_set_error (self->csv, error, _ ("the column “%s” is empty"), column_names[i]);
        return FALSE;
      }

  image = lw_name_table_number (&draft->images, fields[self->columns[IMAGE]]);
  annotator = lw_name_table_number (&draft->annotators, fields[self->columns[ANNOTATOR]]);

  for (int i = X0; i <= Y1; i++)
    n_empty += fields[self->columns[i]][0] == '\0';

  if (n_empty == 4)
    {
      add_look (draft, image, annotator);
      return TRUE;
    }

  if (!read_rect (self, &rect, error))
    return FALSE;

  if (self->has_class && fields[self->class_column][0] != '\0')
    class = (gint32) lw_name_table_number (&draft->classes, fields[self->class_column]);
  add_box (draft, image, annotator, class, rect);

  return TRUE;
}

LwBoxSet *
lw_box_set_read_table (const char   *path,
                       LwFindings   *findings,
                       GCancellable *cancellable,
                       GError      **error)
{
  g_autoptr (LwCsv) csv = lw_csv_open (path, error);
  g_auto (Draft) draft = { 0 };
  Table  table = { .csv = csv };
  char **fields;
  gsize  n_rows = 0;

  draft_init (&draft, findings);

  if (csv == NULL || !find_columns (&table, error))
    return NULL;

  while (lw_csv_next (csv, &fields, error))
    {
      if (fields == NULL && n_rows == 0)
        {
          g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s has no boxes and nobody who looked"), path);
          return NULL;
        }
      if (fields == NULL)
        return make_set (&draft);

      if ((n_rows++ % N_ROWS_PER_LOOK == 0 && g_cancellable_set_error_if_cancelled (cancellable, error)) ||
          !read_row (&table, fields, &draft, error))
        return NULL;
    }

  return NULL;
}

/* --- COCO --- */

/* "work/anna.coco.json" is anna. */
static char *
get_annotator_name (const char *path)
{
  char *name = g_path_get_basename (path);

  for (int i = 0; i < 2; i++)
    {
      const char *extension = i == 0 ? ".json" : ".coco";

      if (g_str_has_suffix (name, extension) && strlen (name) > strlen (extension))
        name[strlen (name) - strlen (extension)] = '\0';
    }

  return name;
}

static void
note_size (GArray *sizes,
           guint32 image,
           double  size)
{
  if (sizes->len <= image)
    g_array_set_size (sizes, image + 1);
  if (size > 0)
    g_array_index (sizes, double, image) = size;
}

static gboolean
add_coco_box (Draft             *draft,
              const LwCocoTable *table,
              const LwCocoBox   *box,
              guint32            annotator,
              const char        *path,
              GError           **error)
{
  const LwCocoImage    *image = &g_array_index (table->images, LwCocoImage, box->image);
  const LwCocoCategory *category = &g_array_index (table->categories, LwCocoCategory, box->category);

  if (box->is_crowd)
    {
      lw_findings_add (draft->findings, LW_SEVERITY_WARNING, "box-crowd", _ ("boxes around many were left out"), _ ("%s, annotation %s"), path, box->id);
      return TRUE;
    }

  if (box->rect.x0 > box->rect.x1 || box->rect.y0 > box->rect.y1)
    {
      g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s, annotation %s: the width or height of the box is negative"), path, box->id);
      return FALSE;
    }

  if (!is_near (box->rect))
    {
      g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s, annotation %s: no picture reaches as far as this box; boxes are in pixels"), path, box->id);
      return FALSE;
    }

  add_box (draft, lw_name_table_number (&draft->images, image->id), annotator,
           (gint32) lw_name_table_number (&draft->classes, category->name), box->rect);

  return TRUE;
}

static gboolean
read_coco (Draft        *draft,
           const char   *path,
           GCancellable *cancellable,
           GError      **error)
{
  g_autoptr (LwCocoTable) table = lw_coco_table_new ();
  g_autoptr (GArray) boxes = lw_coco_table_read_truth (table, path, draft->findings, cancellable, error);
  g_autofree char *name = get_annotator_name (path);
  const guint      n_annotators = draft->annotators.texts->len;
  guint32          annotator;

  if (boxes == NULL)
    return FALSE;

  annotator = lw_name_table_number (&draft->annotators, name);
  if (draft->annotators.texts->len == n_annotators)
    annotator = lw_name_table_number (&draft->annotators, path);

  for (guint i = 0; i < table->images->len; i++)
    {
      const LwCocoImage *image = &g_array_index (table->images, LwCocoImage, i);
      const guint32      number = lw_name_table_number (&draft->images, image->id);

      add_look (draft, number, annotator);
      note_size (draft->widths, number, image->width_px);
      note_size (draft->heights, number, image->height_px);
    }

  for (guint i = 0; i < boxes->len; i++)
    if (!add_coco_box (draft, table, &g_array_index (boxes, LwCocoBox, i), annotator, path, error))
      return FALSE;

  return TRUE;
}

LwBoxSet *
lw_box_set_read_coco (const char *const *paths,
                      LwFindings        *findings,
                      GCancellable      *cancellable,
                      GError           **error)
{
  g_auto (Draft) draft = { 0 };

  draft_init (&draft, findings);

  for (gsize i = 0; paths[i] != NULL; i++)
    {
      for (gsize j = 0; j < i; j++)
        if (g_str_equal (paths[i], paths[j]))
          {
            g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s is given twice; each file is another annotator"), paths[i]);
            return NULL;
          }

      if (!read_coco (&draft, paths[i], cancellable, error))
        return NULL;
    }

  if (draft.images.texts->len == 0)
    {
      g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s has no images"), paths[0]);
      return NULL;
    }

  return make_set (&draft);
}
