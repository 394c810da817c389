/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-image-filter.h"

#include "lw-natural.h"

#include <string.h>

/* Images between two looks at the cancellable. */
#define N_IMAGES_AT_ONCE 4096

static gboolean
has_text (const LwImageFilter *self)
{
  return self->text != NULL && *self->text != '\0';
}

LwImageFilter *
lw_image_filter_copy (const LwImageFilter *self)
{
  LwImageFilter *copy = g_memdup2 (self, sizeof *self);

  copy->text = g_strdup (self->text);
  copy->lot = g_strdup (self->lot);

  return copy;
}

void
lw_image_filter_free (LwImageFilter *self)
{
  g_free ((char *) self->text);
  g_free ((char *) self->lot);
  g_free (self);
}

gboolean
lw_image_filter_uses_facts (const LwImageFilter *self)
{
  return self->progress_mask != 0 || self->is_flagged || self->class_key != 0 || self->annotator_key != 0 ||
         self->n_boxes_min > 0 || self->n_boxes_end > 0 || self->sort == LW_IMAGE_SORT_STATE ||
         self->sort == LW_IMAGE_SORT_BOXES || self->sort == LW_IMAGE_SORT_EDITED;
}

gboolean
lw_image_filter_shows_all (const LwImageFilter *self)
{
  return !has_text (self) && self->progress_mask == 0 && !self->is_flagged && self->class_key == 0 &&
         self->annotator_key == 0 && self->lot == NULL && self->n_boxes_min == 0 && self->n_boxes_end == 0 &&
         self->side_min_px == 0 && self->side_end_px == 0;
}

/* --- Which --- */

/* @next walks along the keys, as the images do: both ascend. */
static gboolean
is_among (const GArray *keys,
          guint        *next,
          gint64        key)
{
  while (*next < keys->len && g_array_index (keys, gint64, *next) < key)
    (*next)++;

  return *next < keys->len && g_array_index (keys, gint64, *next) == key;
}

static gboolean
facts_pass (const LwImageFilter *self,
            const LwImageFacts  *facts)
{
  const LwImageSummary *summary = &facts->summary;
  const int             side_px = MAX (facts->width_px, facts->height_px);

  if (self->progress_mask != 0 && (self->progress_mask & (1u << summary->progress)) == 0)
    return FALSE;

  if (self->is_flagged && !summary->is_flagged)
    return FALSE;

  if (summary->n_boxes < self->n_boxes_min || (self->n_boxes_end > 0 && summary->n_boxes >= self->n_boxes_end))
    return FALSE;

  return side_px >= self->side_min_px && (self->side_end_px == 0 || side_px < self->side_end_px);
}

static gboolean
names_pass (const LwImageFilter *self,
            const LwImageSet    *set,
            const char          *folded_text,
            guint                index)
{
  if (self->lot != NULL && g_strcmp0 (self->lot, lw_image_set_get_row (set, index)->lot) != 0)
    return FALSE;

  return folded_text == NULL || strstr (g_ptr_array_index (set->folded, index), folded_text) != NULL;
}

/* --- In what order --- */

typedef struct
{
  const LwImageSet   *set;
  const LwImageFacts *facts;
  const gint64       *edited_us; /* by index; NULL unless it is sorted by it */
  LwImageSort         sort;
  int                 direction;
} Order;

/* "Skipped" is nearer to done than "open" is. */
static const int state_ranks[LW_N_PROGRESS] = {
  [LW_PROGRESS_UNSEEN] = 0,
  [LW_PROGRESS_OPEN] = 1,
  [LW_PROGRESS_SKIPPED] = 2,
  [LW_PROGRESS_DONE] = 3,
};

static gint64
get_number (const Order *order,
            guint        index)
{
  const LwImageFacts *facts = &order->facts[index];

  switch (order->sort)
    {
    case LW_IMAGE_SORT_STATE:
      return state_ranks[facts->summary.progress];

    case LW_IMAGE_SORT_BOXES:
      return facts->summary.n_boxes;

    case LW_IMAGE_SORT_EDITED:
      return order->edited_us[index];

    case LW_IMAGE_SORT_SIZE:
      return (gint64) facts->width_px * facts->height_px;

    default:
      return 0;
    }
}

static int
compare (gconstpointer a,
         gconstpointer b,
         gpointer      user_data)
{
  const Order *order = user_data;
  const guint  index_a = *(const guint *) a;
  const guint  index_b = *(const guint *) b;
  int          result;

  if (order->sort == LW_IMAGE_SORT_NAME)
    result = lw_natural_compare (lw_image_set_get_folded_name (order->set, index_a),
                                 lw_image_set_get_folded_name (order->set, index_b));
  else if (order->sort == LW_IMAGE_SORT_PATH)
    result = lw_natural_compare (g_ptr_array_index (order->set->folded, index_a),
                                 g_ptr_array_index (order->set->folded, index_b));
  else
    {
      const gint64 number_a = get_number (order, index_a);
      const gint64 number_b = get_number (order, index_b);

      result = (number_a > number_b) - (number_a < number_b);
    }

  /* What is equal stays as added, downwards too: who works through the unlabelled
   * images does it from the first one on. */
  if (result == 0)
    return (index_a > index_b) - (index_a < index_b);

  return result * order->direction;
}

static gint64 *
spread_edits (const LwImageSet *set,
              const GArray     *edits)
{
  gint64 *edited_us = g_new0 (gint64, MAX (lw_image_set_get_n_images (set), 1));

  for (guint i = 0; edits != NULL && i < edits->len; i++)
    {
      const LwImageEdit *edit = &g_array_index (edits, LwImageEdit, i);
      guint              index;

      if (lw_image_set_find (set, edit->image_key, &index))
        edited_us[index] = edit->made_at_us;
    }

  return edited_us;
}

static void
reverse (GArray *shown)
{
  for (guint i = 0; i < shown->len / 2; i++)
    {
      guint      *a = &g_array_index (shown, guint, i);
      guint      *b = &g_array_index (shown, guint, shown->len - 1 - i);
      const guint swapped = *a;

      *a = *b;
      *b = swapped;
    }
}

static void
sort (const LwImageFilter  *filter,
      const LwImageSet     *set,
      const LwImageFacts   *facts,
      const LwImageAnswers *answers,
      GArray               *shown)
{
  g_autofree gint64 *edited_us = filter->sort == LW_IMAGE_SORT_EDITED ? spread_edits (set, answers->edits) : NULL;
  Order              order = { set, facts, edited_us, filter->sort, filter->is_descending ? -1 : 1 };

  if (filter->sort != LW_IMAGE_SORT_ADDED)
    g_array_sort_with_data (shown, compare, &order);
  else if (filter->is_descending)
    reverse (shown);
}

GArray *
lw_image_filter_run (const LwImageFilter  *filter,
                     const LwImageSet     *set,
                     const LwImageFacts   *facts,
                     const LwImageAnswers *answers,
                     GCancellable         *cancellable)
{
  g_autofree char *folded_text = has_text (filter) ? lw_image_set_fold (filter->text) : NULL;
  GArray          *shown = g_array_new (FALSE, FALSE, sizeof (guint));
  guint            next_with_class = 0, next_of_annotator = 0;

  for (guint i = 0; i < lw_image_set_get_n_images (set); i++)
    {
      const gint64 key = lw_image_set_get_row (set, i)->key;

      if (i % N_IMAGES_AT_ONCE == 0 && g_cancellable_is_cancelled (cancellable))
        return shown;

      if (facts_pass (filter, &facts[i]) && names_pass (filter, set, folded_text, i) &&
          (answers->with_class == NULL || is_among (answers->with_class, &next_with_class, key)) &&
          (answers->of_annotator == NULL || is_among (answers->of_annotator, &next_of_annotator, key)))
        g_array_append_val (shown, i);
    }

  if (!g_cancellable_is_cancelled (cancellable))
    sort (filter, set, facts, answers, shown);

  return shown;
}

guint *
lw_image_filter_find_places (const GArray *shown,
                             guint         n_images)
{
  guint *places = g_new0 (guint, MAX (n_images, 1));

  for (guint i = 0; i < shown->len; i++)
    places[g_array_index (shown, guint, i)] = i + 1;

  return places;
}
