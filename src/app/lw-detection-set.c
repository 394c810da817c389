/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-detection-set.h"

/* --- Order --- */

static int
compare_images (gconstpointer a,
                gconstpointer b,
                gpointer      images)
{
  return lw_coco_compare_ids (g_array_index ((GArray *) images, LwCocoImage, *(const guint *) a).id,
                              g_array_index ((GArray *) images, LwCocoImage, *(const guint *) b).id);
}

static int
compare_categories (gconstpointer a,
                    gconstpointer b,
                    gpointer      categories)
{
  return lw_coco_compare_ids (g_array_index ((GArray *) categories, LwCocoCategory, *(const guint *) a).id,
                              g_array_index ((GArray *) categories, LwCocoCategory, *(const guint *) b).id);
}

/* The elements of @items in order, and in @places where each of them went. */
static guint *
order (GArray          *items,
       GCompareDataFunc compare,
       guint          **places)
{
  guint *elements = g_new (guint, items->len);
  guint *ranks = g_new (guint, items->len);

  for (guint i = 0; i < items->len; i++)
    elements[i] = i;

  g_qsort_with_data (elements, (int) items->len, sizeof (guint), compare, items);

  for (guint i = 0; i < items->len; i++)
    ranks[elements[i]] = i;

  *places = ranks;

  return elements;
}

/* --- The set --- */

/* Sorts boxes by image; those of an image stay in order.  Returns where each image begins. */
static gsize *
group (const GArray *boxes,
       const guint  *places,
       guint         n_images,
       gsize        *sources)
{
  gsize            *begins = g_new0 (gsize, n_images + 1);
  g_autofree gsize *next = g_new (gsize, n_images + 1);

  for (guint i = 0; i < boxes->len; i++)
    begins[places[g_array_index (boxes, LwCocoBox, i).image] + 1]++;
  for (guint i = 0; i < n_images; i++)
    begins[i + 1] += begins[i];

  memcpy (next, begins, sizeof (gsize) * (n_images + 1));
  for (guint i = 0; i < boxes->len; i++)
    sources[next[places[g_array_index (boxes, LwCocoBox, i).image]]++] = i;

  return begins;
}

static void
fill (LwDetectionSet *self,
      const GArray   *boxes,
      const guint    *class_places,
      gboolean        are_predictions)
{
  const gsize n = boxes->len;
  LwRect     *rects = g_new (LwRect, n);
  uint32_t   *classes = g_new (uint32_t, n);
  double     *areas = g_new (double, n);
  double     *scores = are_predictions ? g_new (double, n) : NULL;
  uint8_t    *crowds = are_predictions ? NULL : g_new (uint8_t, n);

  for (gsize i = 0; i < n; i++)
    {
      const LwCocoBox *box = &g_array_index (boxes, LwCocoBox, self->sources[i]);

      rects[i] = box->rect;
      classes[i] = class_places[box->category];
      areas[i] = box->area;

      if (are_predictions)
        scores[i] = box->score;
      else
        crowds[i] = box->is_crowd != FALSE;
    }

  self->detections.rects = rects;
  self->detections.classes = classes;
  self->detections.areas = areas;
  self->detections.scores = scores;
  self->detections.is_crowd = crowds;
}

LwDetectionSet *
lw_detection_set_new (const LwCocoTable *table,
                      const GArray      *boxes,
                      gboolean           are_predictions)
{
  LwDetectionSet   *self = g_new0 (LwDetectionSet, 1);
  g_autofree guint *image_places = NULL;
  g_autofree guint *class_places = NULL;

  self->images = order (table->images, compare_images, &image_places);
  self->classes = order (table->categories, compare_categories, &class_places);
  self->sources = g_new (gsize, boxes->len);

  self->detections.n_images = table->images->len;
  self->detections.n_classes = table->categories->len;
  self->detections.begins = group (boxes, image_places, table->images->len, self->sources);
  fill (self, boxes, class_places, are_predictions);

  return self;
}

void
lw_detection_set_free (LwDetectionSet *self)
{
  if (self == NULL)
    return;

  g_free ((gpointer) self->detections.begins);
  g_free ((gpointer) self->detections.rects);
  g_free ((gpointer) self->detections.classes);
  g_free ((gpointer) self->detections.areas);
  g_free ((gpointer) self->detections.scores);
  g_free ((gpointer) self->detections.is_crowd);
  g_free (self->sources);
  g_free (self->images);
  g_free (self->classes);
  g_free (self);
}

/* --- Two of them --- */

static int
compare_boxes_by_class (gconstpointer a,
                        gconstpointer b,
                        gpointer      categories)
{
  return compare_categories (&((const LwCocoBox *) a)->category, &((const LwCocoBox *) b)->category, categories);
}

static void
merge_classes_of (LwCocoTable *table,
                  GArray      *boxes)
{
  g_array_sort_with_data (boxes, compare_boxes_by_class, table->categories);

  for (guint i = 0; i < boxes->len; i++)
    g_array_index (boxes, LwCocoBox, i).category = 0;
}

LwDetectionPair *
lw_detection_pair_read (const char   *truth_path,
                        const char   *predictions_path,
                        gboolean      merge_classes,
                        GCancellable *cancellable,
                        GError      **error)
{
  g_autoptr (LwDetectionPair) self = g_new0 (LwDetectionPair, 1);

  self->table = lw_coco_table_new ();
  self->findings = lw_findings_new ();

  if (!(self->truth_boxes = lw_coco_table_read_truth (self->table, truth_path, self->findings, cancellable, error)) ||
      !(self->predicted_boxes = lw_coco_table_read_predictions (self->table, predictions_path, TRUE, self->findings, cancellable, error)))
    return NULL;

  if (merge_classes)
    {
      merge_classes_of (self->table, self->truth_boxes);
      merge_classes_of (self->table, self->predicted_boxes);
      g_array_set_size (self->table->categories, MIN (self->table->categories->len, 1));
    }

  self->truth = lw_detection_set_new (self->table, self->truth_boxes, FALSE);
  self->predictions = lw_detection_set_new (self->table, self->predicted_boxes, TRUE);

  return g_steal_pointer (&self);
}

void
lw_detection_pair_free (LwDetectionPair *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->truth, lw_detection_set_free);
  g_clear_pointer (&self->predictions, lw_detection_set_free);
  g_clear_pointer (&self->truth_boxes, g_array_unref);
  g_clear_pointer (&self->predicted_boxes, g_array_unref);
  g_clear_pointer (&self->table, lw_coco_table_free);
  g_clear_pointer (&self->findings, lw_findings_free);
  g_free (self);
}
