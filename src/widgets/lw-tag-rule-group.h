/* lw-tag-rule-group.h - how many image classes an image may have, and whether it needs one
 *
 * For the classes below one class, or for those at the top.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-project.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LW_TYPE_TAG_RULE_GROUP (lw_tag_rule_group_get_type ())
G_DECLARE_FINAL_TYPE (LwTagRuleGroup, lw_tag_rule_group, LW, TAG_RULE_GROUP, AdwPreferencesGroup)

GtkWidget *lw_tag_rule_group_new (LwProject *project);

/* 0: the classes at the top.  Hidden for a class that has none below it. */
void lw_tag_rule_group_set_class (LwTagRuleGroup *self,
                                  gint64          class_key);

G_END_DECLS
