/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-coco-reader.h"

#include "lw-extra.h"

#include <glib/gi18n-lib.h>

#include <math.h>

typedef struct
{
  LwJsonSlice id, image_id, category_id, bbox, area, segmentation, iscrowd, attributes;
  gboolean    is_other; /* a caption, key points, panoptic segments */
} Annotation;

/* clang-format off */
static const struct
{
  const char *key;
  gsize       offset;
} slots[] = {
  { "id",           G_STRUCT_OFFSET (Annotation, id)           },
  { "image_id",     G_STRUCT_OFFSET (Annotation, image_id)     },
  { "category_id",  G_STRUCT_OFFSET (Annotation, category_id)  },
  { "bbox",         G_STRUCT_OFFSET (Annotation, bbox)         },
  { "area",         G_STRUCT_OFFSET (Annotation, area)         },
  { "segmentation", G_STRUCT_OFFSET (Annotation, segmentation) },
  { "iscrowd",      G_STRUCT_OFFSET (Annotation, iscrowd)      },
  { "attributes",   G_STRUCT_OFFSET (Annotation, attributes)   },
};
static const char *const other_keys[] = { "caption", "keypoints", "segments_info", "question", "counts" };
/* clang-format on */

static void
parse_annotation (LwJsonSlice element,
                  Annotation *annotation)
{
  LwJsonSlice key, value;

  while (lw_json_next_member (&element, &key, &value))
    {
      guint i;

      for (i = 0; i < G_N_ELEMENTS (slots); i++)
        if (lw_json_slice_equal (key, slots[i].key))
          {
            G_STRUCT_MEMBER (LwJsonSlice, annotation, slots[i].offset) = value;
            break;
          }

      for (guint j = 0; i == G_N_ELEMENTS (slots) && j < G_N_ELEMENTS (other_keys); j++)
        annotation->is_other = annotation->is_other || lw_json_slice_equal (key, other_keys[j]);
    }
}

static void
extend (LwRect *rect,
        double  x,
        double  y)
{
  rect->x0 = MIN (rect->x0, x);
  rect->y0 = MIN (rect->y0, y);
  rect->x1 = MAX (rect->x1, x);
  rect->y1 = MAX (rect->y1, y);
}

/* Points of [x, y, x, y...], also nested: a list of polygons. */
static gboolean
envelop (LwJsonSlice polygon,
         LwRect     *rect)
{
  LwJsonSlice element;
  double      x = 0, number;
  gboolean    have_x = FALSE;

  if (polygon.len == 0 || *polygon.text != '[')
    return FALSE;

  while (lw_json_next_element (&polygon, &element))
    {
      if (*element.text == '[')
        {
          if (!envelop (element, rect))
            return FALSE;
          continue;
        }

      if (!lw_json_get_number (element, &number))
        return FALSE;

      if (have_x)
        extend (rect, x, number);

      x = number;
      have_x = !have_x;
    }

  return !have_x;
}

typedef enum
{
  FOUND_BOX,
  FOUND_TAG,
  FOUND_NOTHING,
} Found;

static Found
find_box (LwCocoReader     *self,
          const Annotation *annotation,
          const char       *id,
          LwRect           *rect,
          double           *area)
{
  LwRect envelope = { HUGE_VAL, HUGE_VAL, -HUGE_VAL, -HUGE_VAL };

  if (annotation->bbox.len > 0 && !lw_json_slice_equal (annotation->bbox, "null"))
    {
      if (lw_coco_parse_bbox (annotation->bbox, rect, area))
        return FOUND_BOX;

      LW_COCO_WARN (self, "box-malformed", _ ("labels whose bbox is not four numbers are left out"), _ ("annotation %s: %.*s"), id,
                    (int) MIN (annotation->bbox.len, 60), annotation->bbox.text);
      return FOUND_NOTHING;
    }

  if (lw_coco_has_shape (annotation->segmentation))
    {
      if (envelop (annotation->segmentation, &envelope) && envelope.x0 <= envelope.x1)
        {
          *rect = envelope;
          *area = (envelope.x1 - envelope.x0) * (envelope.y1 - envelope.y0);
          LW_COCO_WARN (self, "box-from-polygon", _ ("labels with a polygon and no box get the box around it"), _ ("annotation %s"), id);
          return FOUND_BOX;
        }
    }
  else if (!annotation->is_other && annotation->category_id.len > 0)
    return FOUND_TAG;

  LW_COCO_WARN (self, "no-box", _ ("labels without a box (captions, key points, masks) are left out"), _ ("annotation %s"), id);

  return FOUND_NOTHING;
}

static LwBoxFlags
get_flags (const Annotation *annotation)
{
  LwBoxFlags  flags = lw_json_is_true (annotation->iscrowd) ? LW_BOX_CROWD : 0;
  LwJsonSlice value;

  if (annotation->attributes.len == 0 || *annotation->attributes.text != '{')
    return flags;

  for (guint i = 0; i < LW_COCO_N_MARKS; i++)
    if (lw_json_find (annotation->attributes, lw_coco_marks[i].key, &value) && lw_json_is_true (value))
      flags |= lw_coco_marks[i].flag;

  return flags;
}

static gboolean
is_unique_id (LwCocoReader     *self,
              const Annotation *annotation)
{
  gint64 number;

  if (annotation->id.len == 0 || !lw_json_get_integer (annotation->id, &number))
    return annotation->id.len > 0 && *annotation->id.text == '"';

  if (lw_number_set_add (self->annotation_ids, number))
    return TRUE;

  LW_COCO_WARN (self, "duplicate-id", _ ("ids occur twice; the first one counts"), _ ("annotation %" G_GINT64_FORMAT), number);

  return FALSE;
}

/* What depends on the box is kept together with the box as it was, so that the
 * writer can tell whether it still belongs to it. */
static void
keep_bbox (LwCocoReader     *self,
           const Annotation *annotation,
           LwRect            rect)
{
  static const LwJsonSlice key = { "bbox", 4 };
  g_autoptr (GString) text = NULL;

  if (annotation->bbox.len > 0 && *annotation->bbox.text == '[')
    {
      lw_extra_add (self->extra, key, annotation->bbox);
      return;
    }

  text = g_string_new ("[");
  lw_json_append_number (text, rect.x0);
  g_string_append_c (text, ',');
  lw_json_append_number (text, rect.y0);
  g_string_append_c (text, ',');
  lw_json_append_extent (text, rect.x0, rect.x1);
  g_string_append_c (text, ',');
  lw_json_append_extent (text, rect.y0, rect.y1);
  g_string_append_c (text, ']');
  lw_extra_add (self->extra, key, (LwJsonSlice){ text->str, text->len });
}

static gboolean
area_is_plain (LwJsonSlice value,
               double      box_area)
{
  double area;

  return !lw_json_get_number (value, &area) || fabs (area - box_area) <= 1e-9 * MAX (1, fabs (area));
}

static const char *
build_extra (LwCocoReader     *self,
             LwJsonSlice       element,
             const Annotation *annotation,
             gboolean          odd,
             const LwRect     *rect,
             double            box_area)
{
  LwJsonSlice key, value;
  gboolean    keeps_id = is_unique_id (self, annotation);
  gboolean    keeps_area = annotation->area.len > 0 && (rect == NULL || !area_is_plain (annotation->area, box_area));

  lw_extra_begin (self->extra, LW_COCO_ID);

  while (lw_json_next_member (&element, &key, &value))
    {
      if (lw_json_slice_equal (key, "image_id") || lw_json_slice_equal (key, "category_id") || lw_json_slice_equal (key, "bbox"))
        continue;

      if ((lw_json_slice_equal (key, "id") && !keeps_id) || (lw_json_slice_equal (key, "area") && !keeps_area))
        continue;

      if (lw_json_slice_equal (key, "iscrowd") && rect != NULL)
        continue;

      lw_coco_keep_member (self, key, value, odd, "annotations");
    }

  if (rect != NULL && (keeps_area || lw_coco_has_shape (annotation->segmentation)))
    keep_bbox (self, annotation, *rect);

  return lw_extra_end (self->extra);
}

static gboolean
find_owners (LwCocoReader     *self,
             const Annotation *annotation,
             const char       *id,
             guint            *image_index,
             guint            *class_index)
{
  *image_index = lw_coco_find_index (self->images, annotation->image_id);
  *class_index = lw_coco_find_index (self->classes, annotation->category_id);

  if (*image_index == LW_COCO_REFUSED)
    {
      LW_COCO_WARN (self, "label-of-refused-image", _ ("labels of images that were refused are left out"), _ ("annotation %s"), id);
      return FALSE;
    }

  if (*image_index == LW_COCO_UNKNOWN)
    {
      LW_COCO_WARN (self, "unknown-image", _ ("labels of an image that the file does not list are left out"), _ ("annotation %s: image_id %.*s"), id,
                    (int) MIN (annotation->image_id.len, 40), annotation->image_id.len > 0 ? annotation->image_id.text : "");
      return FALSE;
    }

  return TRUE;
}

gboolean
lw_coco_read_annotation (LwCocoReader *self,
                         LwJsonSlice   element,
                         gboolean      odd,
                         GError      **error)
{
  Annotation  annotation = { 0 };
  LwBoxRecord box = { 0 };
  LwTagRecord tag = { 0 };
  double      area;
  guint       image_index;
  char        id[LW_COCO_ID_SIZE] = "?";
  Found       found;

  if (*element.text == '{')
    parse_annotation (element, &annotation);

  if (annotation.id.len > 0)
    lw_coco_id_to_text (annotation.id, id);

  if (!find_owners (self, &annotation, id, &image_index, &box.class_index))
    return TRUE;

  found = find_box (self, &annotation, id, &box.rect, &area);
  if (found == FOUND_NOTHING)
    return TRUE;

  if (box.class_index == LW_COCO_UNKNOWN)
    {
      LW_COCO_WARN (self, "unknown-class", _ ("labels of a class that the file does not list are left out"), _ ("annotation %s: category_id %.*s"), id,
                    (int) MIN (annotation.category_id.len, 40), annotation.category_id.len > 0 ? annotation.category_id.text : "");
      return TRUE;
    }

  if (found == FOUND_TAG)
    {
      tag.class_index = box.class_index;
      tag.extra = build_extra (self, element, &annotation, odd, NULL, 0);

      return self->sink->add_tag (self->sink, image_index, &tag, error);
    }

  box.flags = get_flags (&annotation);
  box.extra = build_extra (self, element, &annotation, odd, &box.rect, area);

  return self->sink->add_box (self->sink, image_index, &box, error);
}
