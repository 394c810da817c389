/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-tag-rule-group.h"

#include "lw-project-tags.h"
#include "lw-toast.h"

#include <glib/gi18n-lib.h>

struct _LwTagRuleGroup
{
  AdwPreferencesGroup parent_instance;

  LwProject *project;
  gint64     class_key;
  gboolean   is_updating;

  GtkSwitch *single_switch, *required_switch;
};

G_DEFINE_FINAL_TYPE (LwTagRuleGroup, lw_tag_rule_group, ADW_TYPE_PREFERENCES_GROUP)

static gboolean
has_children (LwTagRuleGroup *self)
{
  const GArray *classes = lw_project_get_classes (self->project);

  for (guint i = 0; i < classes->len; i++)
    if (g_array_index (classes, LwClassRow, i).parent_key == self->class_key)
      return TRUE;

  return FALSE;
}

static void
update (LwTagRuleGroup *self)
{
  const LwTagRule rule = lw_project_get_tag_rule (self->project, self->class_key);
  const LwClassRow *class = lw_project_find_class (self->project, self->class_key);
  g_autofree char *escaped = class != NULL ? g_markup_escape_text (class->name, -1) : NULL;
  g_autofree char *text = NULL;

  if (class != NULL)
    text = g_strdup_printf (_ ("For the classes below %s, where they are given to an image as a whole."), escaped);
  else
    text = g_strdup (_ ("For the classes at the top, where they are given to an image as a whole."));

  self->is_updating = TRUE;
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), text);
  gtk_switch_set_active (self->single_switch, (rule & LW_TAG_RULE_SINGLE) != 0);
  gtk_switch_set_active (self->required_switch, (rule & LW_TAG_RULE_REQUIRED) != 0);
  gtk_widget_set_visible (GTK_WIDGET (self), self->class_key == 0 || has_children (self));
  gtk_widget_set_sensitive (GTK_WIDGET (self), lw_project_get_read_only_reason (self->project) == NULL &&
                                                   !lw_project_is_busy (self->project));
  self->is_updating = FALSE;
}

static void
switched_cb (LwTagRuleGroup *self)
{
  LwTagRule rule = 0;
  g_autoptr (GError) error = NULL;

  if (self->is_updating)
    return;

  rule |= gtk_switch_get_active (self->single_switch) ? LW_TAG_RULE_SINGLE : 0;
  rule |= gtk_switch_get_active (self->required_switch) ? LW_TAG_RULE_REQUIRED : 0;

  if (lw_project_set_tag_rule (self->project, self->class_key, rule, &error))
    return;

  lw_toast_show_error (GTK_WIDGET (self), error);
  update (self);
}

static GtkSwitch *
add_switch (LwTagRuleGroup *self,
            const char     *title,
            const char     *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_switch_new ();

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "notify::active", G_CALLBACK (switched_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);

  return GTK_SWITCH (button);
}

static void
lw_tag_rule_group_dispose (GObject *object)
{
  LwTagRuleGroup *self = LW_TAG_RULE_GROUP (object);

  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (self->project, self);

  g_clear_object (&self->project);

  G_OBJECT_CLASS (lw_tag_rule_group_parent_class)->dispose (object);
}

static void
lw_tag_rule_group_class_init (LwTagRuleGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = lw_tag_rule_group_dispose;
}

static void
lw_tag_rule_group_init (LwTagRuleGroup *self)
{
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("Classes of a Whole Image"));
  self->single_switch = add_switch (self, _ ("One at a Time"), _ ("Giving another one replaces the one before"));
  self->required_switch = add_switch (self, _ ("Required"), _ ("An image without any cannot be marked as done"));
}

GtkWidget *
lw_tag_rule_group_new (LwProject *project)
{
  LwTagRuleGroup *self = g_object_new (LW_TYPE_TAG_RULE_GROUP, NULL);

  g_return_val_if_fail (LW_IS_PROJECT (project), NULL);

  self->project = g_object_ref (project);
  g_signal_connect_object (project, "classes-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (project, "settings-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (project, "notify::busy", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

void
lw_tag_rule_group_set_class (LwTagRuleGroup *self,
                             gint64          class_key)
{
  g_return_if_fail (LW_IS_TAG_RULE_GROUP (self));

  self->class_key = class_key;
  update (self);
}
