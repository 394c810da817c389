/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-label-page-private.h"

#include "lw-keys.h"
#include "lw-settings.h"
#include "lw-toast.h"
#include "lw-ui.h"

#include <glib/gi18n-lib.h>

enum
{
  PROP_0,
  PROP_SHOW_SIDEBAR,
  PROP_SHOW_INSPECTOR,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (LwLabelPage, lw_label_page, GTK_TYPE_WIDGET)

/* --- Requests of the children --- */

static void
box_drawn_cb (LwLabelPage  *self,
              const LwRect *rect)
{
  lw_label_page_add_drawn_box (self, *rect);
}

/* The other end of a pen touched what is now selected. */
static void
remove_requested_cb (LwLabelPage *self)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->actions), "delete", NULL);
}

static void
draw_toggled_cb (LwLabelPage *self)
{
  lw_canvas_set_drawing_mode (self->canvas, gtk_toggle_button_get_active (self->draw_button));
}

/* --- What the project says --- */

static gboolean
status_cb (gpointer user_data)
{
  LwLabelPage *self = user_data;

  self->status_source = 0;
  lw_label_page_update_status (self);

  return G_SOURCE_REMOVE;
}

static void
labels_changed_cb (LwLabelPage *self,
                   gint64       image_key)
{
  /* The toast offers to undo the last step, and this is a later one. */
  lw_toast_dismiss (GTK_WIDGET (self), self->undo_toast);

  /* An import may have brought boxes of others; a step of one's own has not. */
  if (image_key == 0)
    lw_label_page_reload_ghosts (self);

  if (image_key == 0 || image_key == self->image_key)
    lw_label_page_reload (self);
  else if (self->status_source == 0)
    /* One step may be announced for hundreds of images: it is said once, before the next frame. */
    self->status_source = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, status_cb, self, NULL);
}

static void
busy_changed_cb (LwLabelPage *self)
{
  gboolean can_edit = lw_label_page_can_edit (self);

  lw_canvas_set_editable (self->canvas, can_edit);
  lw_class_palette_set_editable (self->palette, can_edit);
  lw_box_inspector_set_editable (self->inspector, can_edit);
  lw_label_page_update_missing (self);
  lw_label_page_update_walk (self);
  lw_label_page_update_actions (self);
}

static gint64
find_first_left (LwProject *project)
{
  LwImageList *images = lw_project_get_images (project);
  const gint64 left = lw_image_list_find_next (images, 0, 1u << LW_PROGRESS_UNSEEN | 1u << LW_PROGRESS_OPEN, FALSE);

  return left != 0 ? left : lw_image_list_find_next (images, 0, 0, FALSE);
}

/* What is left is known only once the layer has been counted; whoever went to
 * another image meanwhile is not moved. */
static void
counts_changed_cb (LwLabelPage *self)
{
  gint64 image_key;

  if (self->seeks_first_left)
    {
      self->seeks_first_left = FALSE;
      image_key = find_first_left (self->project);

      if (image_key != self->image_key)
        lw_label_page_show_image (self, image_key);
    }

  lw_label_page_update_status (self);
}

/* An import may have brought the first images, or the images may have been found in
 * another folder. */
static void
images_changed_cb (LwLabelPage *self)
{
  g_autofree char *path = NULL;

  if (self->project != NULL && self->image_key == 0)
    lw_label_page_show_image (self, find_first_left (self->project));
  else if (self->project != NULL && (path = lw_project_dup_image_path (self->project, self->image_key)) != NULL &&
           g_strcmp0 (path, self->picture_path) != 0)
    lw_label_page_show_image (self, self->image_key);

  lw_label_page_update_status (self);
  busy_changed_cb (self);
}

/* --- GObject --- */

/* What is shown or hidden in full screen or in a narrow window is forgotten with it. */
static gboolean *
get_shows_sidebar (LwLabelPage *self)
{
  return self->is_fullscreen ? &self->shows_sidebar_in_fullscreen : &self->show_sidebar;
}

static gboolean *
get_shows_inspector (LwLabelPage *self)
{
  if (self->is_fullscreen)
    return &self->shows_inspector_in_fullscreen;

  return self->is_narrow ? &self->shows_inspector_when_narrow : &self->show_inspector;
}

static void
set_shown (LwLabelPage *self,
           gboolean    *shown,
           gboolean     value)
{
  *shown = value;
  g_settings_set_boolean (self->settings, "show-sidebar", self->show_sidebar);
  g_settings_set_boolean (self->settings, "show-inspector", self->show_inspector);
}

static void
lw_label_page_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  LwLabelPage *self = LW_LABEL_PAGE (object);

  switch (prop_id)
    {
    case PROP_SHOW_SIDEBAR:
      g_value_set_boolean (value, *get_shows_sidebar (self));
      break;

    case PROP_SHOW_INSPECTOR:
      g_value_set_boolean (value, *get_shows_inspector (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
lw_label_page_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  LwLabelPage *self = LW_LABEL_PAGE (object);

  switch (prop_id)
    {
    case PROP_SHOW_SIDEBAR:
      set_shown (self, get_shows_sidebar (self), g_value_get_boolean (value));
      break;

    case PROP_SHOW_INSPECTOR:
      set_shown (self, get_shows_inspector (self), g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }

  lw_label_page_update_layout (self);
  g_object_notify_by_pspec (object, pspec);
}

static void
lw_label_page_dispose (GObject *object)
{
  LwLabelPage *self = LW_LABEL_PAGE (object);
  GtkWidget   *child = gtk_widget_get_first_child (GTK_WIDGET (object));

  g_clear_handle_id (&self->layout_source, g_source_remove);
  g_clear_handle_id (&self->pace_source, g_source_remove);
  g_clear_handle_id (&self->status_source, g_source_remove);
  g_clear_handle_id (&self->width_source, g_source_remove);
  g_clear_handle_id (&self->zoom_source, g_source_remove);

  if (self->canvas != NULL)
    {
      lw_label_page_save_widths (self);
      lw_label_page_set_project (self, NULL);
      lw_label_page_drop_ghosts (self);
    }

  lw_label_page_drop_menu (self);
  lw_label_page_drop_class_popover (self);
  lw_label_page_drop_walk (self);
  lw_label_page_stop_boxes (self);
  g_clear_weak_pointer (&self->class_editor);
  lw_label_page_drop_tone (self);
  g_cancellable_cancel (self->finding);
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_pointer (&self->picture_path, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), LW_TYPE_LABEL_PAGE);
  g_clear_pointer (&child, gtk_widget_unparent);

  G_OBJECT_CLASS (lw_label_page_parent_class)->dispose (object);
}

static void
lw_label_page_finalize (GObject *object)
{
  LwLabelPage *self = LW_LABEL_PAGE (object);

  g_clear_handle_id (&self->save_source, g_source_remove);
  g_clear_object (&self->boxes);
  g_clear_object (&self->actions);
  lw_label_page_forget_clipboard (self);
  g_hash_table_unref (self->hidden_boxes);
  g_hash_table_unref (self->hidden_classes);
  g_hash_table_unref (self->locked_classes);

  G_OBJECT_CLASS (lw_label_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, LW_UI ("lw-label-page.ui"));
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, outer_paned);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, inner_paned);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, sidebar);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, grid);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, walk_bar);
  gtk_widget_class_bind_template_callback (widget_class, lw_label_page_set_walk_value);
  gtk_widget_class_bind_template_callback (widget_class, lw_label_page_move_walk);
  gtk_widget_class_bind_template_callback (widget_class, lw_label_page_leave_walk);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, inspector_side);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, toolbar);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, canvas);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, hud);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, stage);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, ruler_corner);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, top_ruler);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, left_ruler);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, view_button);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, palette);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, guideline);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, box_list);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, inspector);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, draw_button);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, tools_button);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, done_label);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, tone_button);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, tone_label);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, zoom_label);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, image_label);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, pointer_label);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, colour_label);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, notice_label);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, progress_label);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, flag_button);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, go_to_button);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, note_label);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, note_popover);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, go_to);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, pace_button);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, pace_label);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, pace_popover);
  gtk_widget_class_bind_template_callback (widget_class, lw_label_page_note_shown);
  gtk_widget_class_bind_template_callback (widget_class, lw_label_page_note_changed);
  gtk_widget_class_bind_template_callback (widget_class, lw_label_page_focus_canvas);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, key_hints);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, missing_bar);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, find_button);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, find_progress);
  gtk_widget_class_bind_template_child (widget_class, LwLabelPage, stop_finding_button);
  gtk_widget_class_bind_template_callback (widget_class, lw_label_page_canvas_selected);
  gtk_widget_class_bind_template_callback (widget_class, lw_label_page_list_selected);
  gtk_widget_class_bind_template_callback (widget_class, lw_label_page_zoom_changed);
  gtk_widget_class_bind_template_callback (widget_class, lw_label_page_pointer_moved);
  gtk_widget_class_bind_template_callback (widget_class, lw_label_page_boxes_moved);
  gtk_widget_class_bind_template_callback (widget_class, remove_requested_cb);
  gtk_widget_class_bind_template_callback (widget_class, box_drawn_cb);
  gtk_widget_class_bind_template_callback (widget_class, lw_label_page_show_menu);
  gtk_widget_class_bind_template_callback (widget_class, lw_label_page_rect_changed);
  gtk_widget_class_bind_template_callback (widget_class, lw_label_page_set_flags);
  gtk_widget_class_bind_template_callback (widget_class, lw_label_page_set_attribute);
  gtk_widget_class_bind_template_callback (widget_class, lw_label_page_open_from_grid);
  gtk_widget_class_bind_template_callback (widget_class, lw_label_page_leave_grid);
  gtk_widget_class_bind_template_callback (widget_class, draw_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, lw_label_page_say);
  gtk_widget_class_bind_template_callback (widget_class, lw_label_page_show_notice);
  gtk_widget_class_bind_template_callback (widget_class, lw_label_page_show_image);
  gtk_widget_class_bind_template_callback (widget_class, lw_label_page_set_class);
  gtk_widget_class_bind_template_callback (widget_class, lw_label_page_update_guideline);
  gtk_widget_class_bind_template_callback (widget_class, lw_label_page_write_guideline);
  gtk_widget_class_bind_template_callback (widget_class, lw_label_page_toggle_tag);
  gtk_widget_class_bind_template_callback (widget_class, lw_label_page_find_images);
  gtk_widget_class_bind_template_callback (widget_class, lw_label_page_stop_finding);
}

static void
lw_label_page_class_init (LwLabelPageClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = lw_label_page_dispose;
  object_class->finalize = lw_label_page_finalize;
  object_class->get_property = lw_label_page_get_property;
  object_class->set_property = lw_label_page_set_property;
  widget_class->measure = lw_label_page_measure;
  widget_class->size_allocate = lw_label_page_size_allocate;

  properties[PROP_SHOW_SIDEBAR] =
      g_param_spec_boolean ("show-sidebar", NULL, NULL, TRUE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SHOW_INSPECTOR] =
      g_param_spec_boolean ("show-inspector", NULL, NULL, TRUE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (LW_TYPE_CANVAS);
  g_type_ensure (LW_TYPE_CANVAS_HUD);
  g_type_ensure (LW_TYPE_RULER);
  g_type_ensure (LW_TYPE_KEY_HINTS);
  g_type_ensure (LW_TYPE_IMAGE_SIDEBAR);
  g_type_ensure (LW_TYPE_CLASS_GRID);
  g_type_ensure (LW_TYPE_ATTRIBUTE_WALK);
  g_type_ensure (LW_TYPE_CLASS_PALETTE);
  g_type_ensure (LW_TYPE_GUIDELINE_PANE);
  g_type_ensure (LW_TYPE_BOX_LIST);
  g_type_ensure (LW_TYPE_BOX_INSPECTOR);
  g_type_ensure (LW_TYPE_NOTE_POPOVER);
  g_type_ensure (LW_TYPE_GO_TO);
  g_type_ensure (LW_TYPE_PACE_POPOVER);
  bind_template (widget_class);
}

static void
lw_label_page_init (LwLabelPage *self)
{
  self->boxes = lw_box_model_new ();
  self->settings = lw_settings_get ();
  self->show_sidebar = g_settings_get_boolean (self->settings, "show-sidebar");
  self->show_inspector = g_settings_get_boolean (self->settings, "show-inspector");
  lw_label_page_add_actions (self);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "label", G_ACTION_GROUP (self->actions));
  lw_keys_add_shortcuts (GTK_WIDGET (self));
  lw_label_page_add_class_keys (self);
  lw_label_page_init_guideline (self);
  lw_label_page_init_walk (self);
  lw_label_page_init_load (self);
  lw_keys_add_to_tooltips (GTK_WIDGET (self));
  lw_key_hints_set_canvas (self->key_hints, self->canvas);
  lw_keys_set_tooltip (GTK_WIDGET (self->draw_button), _ ("Draw Boxes"), "label.draw");

  lw_box_list_set_model (self->box_list, self->boxes);
  lw_box_list_set_state_func (self->box_list, lw_label_page_box_state, self);
  lw_label_page_connect_tools (self);
  lw_label_page_init_view (self);
  lw_label_page_init_flow (self);
  lw_label_page_init_say (self);
  lw_label_page_init_layout (self);
  lw_label_page_update_layout (self);
  lw_label_page_update_actions (self);
}

GtkWidget *
lw_label_page_new (void)
{
  return g_object_new (LW_TYPE_LABEL_PAGE, NULL);
}

static void
connect_project (LwLabelPage *self)
{
  LwImageList *images = lw_project_get_images (self->project);

  g_signal_connect_object (self->project, "labels-changed", G_CALLBACK (labels_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->project, "counts-changed", G_CALLBACK (counts_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->project, "classes-changed", G_CALLBACK (lw_label_page_reload), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->project, "settings-changed", G_CALLBACK (lw_label_page_reload_scale), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->project, "settings-changed", G_CALLBACK (lw_label_page_reload_tone), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->project, "notify::annotator-key", G_CALLBACK (lw_label_page_reload), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->project, "classes-changed", G_CALLBACK (lw_label_page_place_palette), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->project, "notify::annotator-key", G_CALLBACK (lw_label_page_leave_walk), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->project, "notify::annotator-key", G_CALLBACK (lw_label_page_reload_ghosts), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->project, "classes-changed", G_CALLBACK (lw_label_page_reload_ghosts), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->project, "annotators-changed", G_CALLBACK (lw_label_page_reload_ghosts), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->project, "notify::busy", G_CALLBACK (busy_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->project, "notify::can-undo", G_CALLBACK (lw_label_page_update_actions), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->project, "notify::can-redo", G_CALLBACK (lw_label_page_update_actions), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (images, "items-changed", G_CALLBACK (images_changed_cb), self, G_CONNECT_SWAPPED);
}

void
lw_label_page_set_project (LwLabelPage *self,
                           LwProject   *project)
{
  g_return_if_fail (LW_IS_LABEL_PAGE (self));

  if (self->project == project)
    return;

  if (self->project != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->project, self);
      g_signal_handlers_disconnect_by_data (lw_project_get_images (self->project), self);
    }

  lw_label_page_stop_loading (self);
  lw_label_page_stop_finding (self);
  lw_label_page_leave_tone (self);
  lw_label_page_close_class_editor (self);

  lw_label_page_forget_clipboard (self);
  lw_label_page_forget_hidden (self);
  lw_image_sidebar_set_project (self->sidebar, project);
  lw_label_page_leave_grid (self);
  lw_label_page_leave_walk (self);
  lw_class_grid_set_project (self->grid, project);
  lw_class_palette_set_project (self->palette, project);
  lw_guideline_pane_set_project (self->guideline, project);
  lw_box_inspector_set_project (self->inspector, project);
  lw_pace_popover_set_project (self->pace_popover, project);
  self->pace = (LwPace){ 0 };
  lw_go_to_set_images (self->go_to, project != NULL ? lw_project_get_images (project) : NULL);
  g_set_object (&self->project, project);

  if (project != NULL)
    connect_project (self);

  lw_label_page_reload_tone (self);
  lw_label_page_reload_scale (self);
  lw_label_page_place_palette (self);

  lw_label_page_show_image (self, project != NULL ? find_first_left (project) : 0);
  self->seeks_first_left = project != NULL;
  busy_changed_cb (self);
}

GActionGroup *
lw_label_page_get_actions (LwLabelPage *self)
{
  g_return_val_if_fail (LW_IS_LABEL_PAGE (self), NULL);

  return G_ACTION_GROUP (self->actions);
}

gint64
lw_label_page_get_image (LwLabelPage *self)
{
  g_return_val_if_fail (LW_IS_LABEL_PAGE (self), 0);

  return self->image_key;
}

void
lw_label_page_focus_canvas (LwLabelPage *self)
{
  g_return_if_fail (LW_IS_LABEL_PAGE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

void
lw_label_page_add_parts (LwLabelPage *self,
                         GPtrArray   *parts)
{
  GtkWidget *const all[] = {
    GTK_WIDGET (self->sidebar), self->toolbar, GTK_WIDGET (self->walk_bar), GTK_WIDGET (self->canvas),
    GTK_WIDGET (self->guideline), GTK_WIDGET (self->palette), GTK_WIDGET (self->box_list), GTK_WIDGET (self->inspector),
    GTK_WIDGET (self->grid), gtk_widget_get_parent (self->go_to_button)
  };

  g_return_if_fail (LW_IS_LABEL_PAGE (self));

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    g_ptr_array_add (parts, all[i]);
}

void
lw_label_page_set_fullscreen (LwLabelPage *self,
                              gboolean     is_fullscreen)
{
  g_return_if_fail (LW_IS_LABEL_PAGE (self));

  if (self->is_fullscreen == is_fullscreen)
    return;

  self->is_fullscreen = is_fullscreen;
  self->shows_sidebar_in_fullscreen = FALSE;
  self->shows_inspector_in_fullscreen = FALSE;
  gtk_widget_set_visible (self->toolbar, !is_fullscreen);
  lw_label_page_update_layout (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_SIDEBAR]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_INSPECTOR]);
}
