/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-filter-text.h"

#include "lw-progress-text.h"

#include <glib/gi18n-lib.h>

static const char *const sorts[LW_IMAGE_N_SORTS] = {
  [LW_IMAGE_SORT_ADDED] = N_ ("As added"),
  [LW_IMAGE_SORT_NAME] = N_ ("Name"),
  [LW_IMAGE_SORT_PATH] = N_ ("Folder and name"),
  [LW_IMAGE_SORT_STATE] = N_ ("State"),
  [LW_IMAGE_SORT_BOXES] = N_ ("Number of boxes"),
  [LW_IMAGE_SORT_EDITED] = N_ ("Last edited"),
  [LW_IMAGE_SORT_SIZE] = N_ ("Image size"),
};

const char *
lw_image_sort_to_text (LwImageSort sort)
{
  g_return_val_if_fail (sort < LW_IMAGE_N_SORTS, "");

  return _ (sorts[sort]);
}

static char *
dup_states (guint mask)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < LW_N_PROGRESS; i++)
    if (mask & (1u << i))
      g_ptr_array_add (names, (gpointer) lw_progress_to_text (i));

  g_ptr_array_add (names, NULL);

  /* Translators: between the states of images: "Open or Done" */
  return g_strjoinv (_ (" or "), (char **) names->pdata);
}

static char *
dup_annotator (LwProject *project,
               gint64     annotator_key)
{
  const GArray *annotators = lw_project_get_annotators (project);

  for (guint i = 0; i < annotators->len; i++)
    {
      const LwAnnotatorRow *row = &g_array_index (annotators, LwAnnotatorRow, i);

      /* Translators: images that somebody has labelled */
      if (row->key == annotator_key)
        return g_strdup_printf (_ ("Labels of %s"), row->name);
    }

  return g_strdup (_ ("Labels of somebody else"));
}

static char *
dup_class (LwProject *project,
           gint64     class_key)
{
  const LwClassRow *row = lw_project_find_class (project, class_key);

  /* Translators: images that have a label of a class */
  return g_strdup_printf (_ ("With %s"), row != NULL ? row->name : _ ("a class that is gone"));
}

static char *
dup_boxes (guint min,
           guint end)
{
  if (end == 1)
    return g_strdup (_ ("No boxes"));

  if (end == 0)
    return g_strdup_printf (ngettext ("%u box or more", "%u boxes or more", min), min);

  if (end == min + 1)
    return g_strdup_printf (ngettext ("%u box", "%u boxes", min), min);

  return g_strdup_printf (_ ("%u to %u boxes"), min, end - 1);
}

static char *
dup_size (int min_px,
          int end_px)
{
  if (end_px == 0)
    return g_strdup_printf (_ ("%d px or larger"), min_px);

  if (min_px == 0)
    return g_strdup_printf (_ ("Smaller than %d px"), end_px);

  return g_strdup_printf (_ ("%d to %d px"), min_px, end_px - 1);
}

char *
lw_filter_dup_part (const LwImageFilter *filter,
                    LwFilterPart         part,
                    LwProject           *project)
{
  switch (part)
    {
    case LW_FILTER_TEXT:
      return filter->text != NULL && *filter->text != '\0' ? g_strdup_printf (_ ("“%s”"), filter->text) : NULL;

    case LW_FILTER_STATES:
      return filter->progress_mask != 0 ? dup_states (filter->progress_mask) : NULL;

    case LW_FILTER_FLAGGED:
      return filter->is_flagged ? g_strdup (_ ("Flagged")) : NULL;

    case LW_FILTER_CLASS:
      return filter->class_key != 0 ? dup_class (project, filter->class_key) : NULL;

    case LW_FILTER_LOT:
      return g_strdup (filter->lot);

    case LW_FILTER_ANNOTATOR:
      return filter->annotator_key != 0 ? dup_annotator (project, filter->annotator_key) : NULL;

    case LW_FILTER_BOXES:
      return filter->n_boxes_min > 0 || filter->n_boxes_end > 0 ? dup_boxes (filter->n_boxes_min, filter->n_boxes_end) : NULL;

    case LW_FILTER_SIZE:
      return filter->side_min_px > 0 || filter->side_end_px > 0 ? dup_size (filter->side_min_px, filter->side_end_px) : NULL;

    case LW_N_FILTER_PARTS:
    default:
      return NULL;
    }
}

char *
lw_filter_dup_text (const LwImageFilter *filter,
                    LwProject           *project)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < LW_N_FILTER_PARTS; i++)
    {
      char *text = lw_filter_dup_part (filter, i, project);

      if (text != NULL)
        g_ptr_array_add (parts, text);
    }

  if (parts->len == 0)
    return NULL;

  g_ptr_array_add (parts, NULL);

  return g_strjoinv (", ", (char **) parts->pdata);
}

void
lw_filter_remove_part (LwImageFilter *filter,
                       LwFilterPart   part)
{
  switch (part)
    {
    case LW_FILTER_TEXT:
      g_clear_pointer ((char **) &filter->text, g_free);
      break;

    case LW_FILTER_STATES:
      filter->progress_mask = 0;
      break;

    case LW_FILTER_FLAGGED:
      filter->is_flagged = FALSE;
      break;

    case LW_FILTER_CLASS:
      filter->class_key = 0;
      break;

    case LW_FILTER_LOT:
      g_clear_pointer ((char **) &filter->lot, g_free);
      break;

    case LW_FILTER_ANNOTATOR:
      filter->annotator_key = 0;
      break;

    case LW_FILTER_BOXES:
      filter->n_boxes_min = filter->n_boxes_end = 0;
      break;

    case LW_FILTER_SIZE:
      filter->side_min_px = filter->side_end_px = 0;
      break;

    case LW_N_FILTER_PARTS:
    default:
      break;
    }
}
