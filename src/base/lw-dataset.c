/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-dataset.h"

#include "lw-error.h"

typedef struct
{
  LwImageRecord record;
  GArray       *boxes; /* (element-type LwBoxRecord) */
  GArray       *tags;  /* (element-type LwTagRecord) */
} Image;

struct _LwDataset
{
  /* Embedded, not pointed to: FROM_SINK and FROM_SOURCE find the way back. */
  LwSink   sink;
  LwSource source;

  const char   *extra;
  GArray       *classes; /* (element-type LwClassRecord) */
  GArray       *images;  /* (element-type Image) */
  GStringChunk *strings;
};

#define FROM_SINK(pointer) ((LwDataset *) ((char *) (pointer) -G_STRUCT_OFFSET (LwDataset, sink)))
#define FROM_SOURCE(pointer) ((LwDataset *) ((char *) (pointer) -G_STRUCT_OFFSET (LwDataset, source)))

static const char *
keep (LwDataset  *self,
      const char *text)
{
  return text != NULL ? g_string_chunk_insert (self->strings, text) : NULL;
}

static Image *
find_image (LwDataset *self,
            guint      index,
            GError   **error)
{
  if (index < self->images->len)
    return &g_array_index (self->images, Image, index);

  g_set_error (error, LW_ERROR, LW_ERROR_INVALID, "There is no image number %u", index);

  return NULL;
}

static gboolean
sink_set_extra (LwSink     *sink,
                const char *extra,
                GError    **error)
{
  LwDataset *self = FROM_SINK (sink);

  self->extra = keep (self, extra);

  return TRUE;
}

static gboolean
sink_add_class (LwSink              *sink,
                const LwClassRecord *record,
                guint               *index,
                GError             **error)
{
  LwDataset    *self = FROM_SINK (sink);
  LwClassRecord copy = *record;

  copy.name = keep (self, record->name);
  copy.extra = keep (self, record->extra);
  g_array_append_val (self->classes, copy);

  *index = self->classes->len - 1;
  self->source.n_classes = self->classes->len;

  return TRUE;
}

static gboolean
sink_add_image (LwSink              *sink,
                const LwImageRecord *record,
                guint               *index,
                GError             **error)
{
  LwDataset *self = FROM_SINK (sink);
  Image      image = { .record = *record };

  image.record.path = keep (self, record->path);
  image.record.lot = keep (self, record->lot);
  image.record.extra = keep (self, record->extra);
  image.boxes = g_array_new (FALSE, FALSE, sizeof (LwBoxRecord));
  image.tags = g_array_new (FALSE, FALSE, sizeof (LwTagRecord));
  g_array_append_val (self->images, image);

  *index = self->images->len - 1;
  self->source.n_images = self->images->len;

  return TRUE;
}

static gboolean
sink_add_box (LwSink            *sink,
              guint              image_index,
              const LwBoxRecord *record,
              GError           **error)
{
  LwDataset  *self = FROM_SINK (sink);
  Image      *image = find_image (self, image_index, error);
  LwBoxRecord copy = *record;

  if (image == NULL)
    return FALSE;

  copy.extra = keep (self, record->extra);
  g_array_append_val (image->boxes, copy);

  return TRUE;
}

static gboolean
sink_add_tag (LwSink            *sink,
              guint              image_index,
              const LwTagRecord *record,
              GError           **error)
{
  LwDataset  *self = FROM_SINK (sink);
  Image      *image = find_image (self, image_index, error);
  LwTagRecord copy = *record;

  if (image == NULL)
    return FALSE;

  copy.extra = keep (self, record->extra);
  g_array_append_val (image->tags, copy);

  return TRUE;
}

static const char *
source_get_extra (LwSource *source)
{
  return FROM_SOURCE (source)->extra;
}

static gboolean
source_get_class (LwSource      *source,
                  guint          index,
                  LwClassRecord *record,
                  GError       **error)
{
  LwDataset *self = FROM_SOURCE (source);

  g_return_val_if_fail (index < self->classes->len, FALSE);
  *record = g_array_index (self->classes, LwClassRecord, index);

  return TRUE;
}

static gboolean
source_get_image (LwSource      *source,
                  guint          index,
                  LwImageRecord *record,
                  GError       **error)
{
  LwDataset   *self = FROM_SOURCE (source);
  const Image *image = find_image (self, index, error);

  if (image == NULL)
    return FALSE;

  *record = image->record;

  return TRUE;
}

static gboolean
source_get_labels (LwSource *source,
                   guint     image_index,
                   GArray   *boxes,
                   GArray   *tags,
                   GError  **error)
{
  LwDataset   *self = FROM_SOURCE (source);
  const Image *image = find_image (self, image_index, error);

  if (image == NULL)
    return FALSE;

  g_array_set_size (boxes, 0);
  g_array_set_size (tags, 0);
  g_array_append_vals (boxes, image->boxes->data, image->boxes->len);
  g_array_append_vals (tags, image->tags->data, image->tags->len);

  return TRUE;
}

static void
image_clear (gpointer data)
{
  Image *image = data;

  g_array_unref (image->boxes);
  g_array_unref (image->tags);
}

LwDataset *
lw_dataset_new (void)
{
  LwDataset *self = g_new0 (LwDataset, 1);

  self->sink = (LwSink){
    .set_extra = sink_set_extra,
    .add_class = sink_add_class,
    .add_image = sink_add_image,
    .add_box = sink_add_box,
    .add_tag = sink_add_tag,
  };
  self->source = (LwSource){
    .get_extra = source_get_extra,
    .get_class = source_get_class,
    .get_image = source_get_image,
    .get_labels = source_get_labels,
  };

  self->classes = g_array_new (FALSE, FALSE, sizeof (LwClassRecord));
  self->images = g_array_new (FALSE, FALSE, sizeof (Image));
  g_array_set_clear_func (self->images, image_clear);
  self->strings = g_string_chunk_new (4096);

  return self;
}

void
lw_dataset_free (LwDataset *self)
{
  g_array_unref (self->classes);
  g_array_unref (self->images);
  g_string_chunk_free (self->strings);
  g_free (self);
}

LwSink *
lw_dataset_get_sink (LwDataset *self)
{
  return &self->sink;
}

LwSource *
lw_dataset_get_source (LwDataset *self)
{
  return &self->source;
}
