/* lw-box-attributes.h - the values that a box has for attributes, as one text
 *
 * A JSON object: the id of an attribute (LwAttributeRow) names its value, a string.
 * Members are in the order of their names, so that equal values are equal texts.
 * NULL stands for the empty object.  Pure; any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-id.h"

#include <glib.h>

G_BEGIN_DECLS

/* Transfer full; NULL where @attributes is no such text or says nothing about it. */
char *lw_box_attributes_get (const char *attributes,
                             LwId        attribute_id);

/* A copy of @attributes with the value replaced, or, for NULL, without it.  What was
 * no such text counts as empty.  Transfer full; NULL where nothing is left. */
char *lw_box_attributes_set (const char *attributes,
                             LwId        attribute_id,
                             const char *value);

G_END_DECLS
