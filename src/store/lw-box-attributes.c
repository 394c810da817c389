/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-box-attributes.h"

#include <jansson.h>

/* New; an empty object where @attributes is none. */
static json_t *
parse (const char *attributes)
{
  json_t *object = attributes != NULL ? json_loads (attributes, JSON_REJECT_DUPLICATES, NULL) : NULL;

  if (json_is_object (object))
    return object;

  json_decref (object);

  return json_object ();
}

char *
lw_box_attributes_get (const char *attributes,
                       LwId        attribute_id)
{
  json_t *object;
  char    name[LW_ID_TEXT_SIZE];
  char   *value;

  if (attributes == NULL)
    return NULL;

  object = parse (attributes);
  lw_id_to_text (attribute_id, name);
  value = g_strdup (json_string_value (json_object_get (object, name)));
  json_decref (object);

  return value;
}

char *
lw_box_attributes_set (const char *attributes,
                       LwId        attribute_id,
                       const char *value)
{
  json_t *object = parse (attributes);
  char    name[LW_ID_TEXT_SIZE];
  char   *text = NULL;

  lw_id_to_text (attribute_id, name);

  if (value != NULL)
    json_object_set_new (object, name, json_string (value));
  else
    json_object_del (object, name);

  if (json_object_size (object) > 0)
    {
      char *dumped = json_dumps (object, JSON_COMPACT | JSON_SORT_KEYS);

      /* Jansson's allocator is not ours. */
      text = g_strdup (dumped);
      free (dumped);
    }

  json_decref (object);

  return text;
}
