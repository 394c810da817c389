/* lw-label-page-private.h - what the parts of the label page share
 *
 * lw-label-page.c puts the parts together and listens to them; each of the others has
 * one concern: -picture what is on the canvas, -load the boxes of another image, -boxes canvas, lists and the status line
 * in step, -missing pictures that are not there, -layout the columns, -actions what keys
 * and buttons ask for, of which -classes, -edit, -clipboard and -arrange do what changes labels,
 * -select what is selected and by which tool, -hide what is hidden or locked, -menu the menu of
 * the canvas, -tone how the picture is shown, -choose choosing a class, -guideline what classes mean,
 * -attributes what boxes are asked, -walk one question through all boxes, -ghosts the boxes of others,
 * -scale how long a pixel is, -view what is drawn beside the boxes, -grid the class grid, -flow notes, going
 * to an image and the pace, -say what is only heard.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-attribute-walk.h"
#include "lw-box-inspector.h"
#include "lw-box-item.h"
#include "lw-box-list.h"
#include "lw-canvas-hud.h"
#include "lw-canvas.h"
#include "lw-class-grid.h"
#include "lw-class-palette.h"
#include "lw-go-to.h"
#include "lw-guideline-pane.h"
#include "lw-image-sidebar.h"
#include "lw-key-hints.h"
#include "lw-label-page.h"
#include "lw-note-popover.h"
#include "lw-pace-popover.h"
#include "lw-tone-popover.h"
#include "lw-ruler.h"

#include <adwaita.h>

G_BEGIN_DECLS

struct _LwLabelPage
{
  GtkWidget parent_instance;

  LwProject    *project;
  GSettings    *settings;
  gint64        image_key;
  LwBoxModel   *boxes; /* of the image on the canvas */
  GCancellable *loading;
  LwPixels     *pixels;       /* on the canvas, for the colour under the pointer */
  char         *picture_path; /* of the picture that is or will be on the canvas */
  gboolean      has_preview;  /* of that, on the canvas */
  GCancellable *finding;      /* while moved images are looked for, otherwise NULL */

  /* Copied boxes, to be pasted on this or another image. */
  GArray *clipboard;                /* (element-type LwBoxRow) (nullable): with strings */
  char   *clipboard_text;           /* what the desktop's clipboard got of it */
  double  x_paste_img, y_paste_img; /* where the menu was asked for, or the pointer is */
  LwRect  pending_rect;             /* drawn before there was any class */
  guint   undo_toast;               /* its number */

  gboolean show_sidebar, show_inspector;
  gboolean is_narrow, shows_inspector_when_narrow;
  gboolean is_fullscreen, shows_sidebar_in_fullscreen, shows_inspector_in_fullscreen;
  gboolean has_widths; /* the columns have been shown with those of the last time */
  int      columns_px; /* that three columns need, as far as they have been seen */
  gboolean seeks_first_left;
  gboolean is_missing; /* the picture of the image is not where it should be */
  gboolean is_syncing; /* selection goes from one view to the others */
  guint    layout_source, width_source, save_source, zoom_source, spinner_source, ghost_source;
  guint    status_source; /* the status line waits for the rest of the step */
  LwPace   pace;          /* of this session, as last measured */
  guint    pace_source;

  gboolean    hides_boxes;
  GHashTable *hidden_boxes, *hidden_classes, *locked_classes; /* (element-type gint64) */

  struct _LwLabelPageLoad *load; /* of lw-label-page-load.c; NULL while all boxes are there */
  struct _LwLabelPageWalk *walk; /* of lw-label-page-walk.c; NULL while there is none */

  GSimpleActionGroup *actions;

  /* Template */
  GtkPaned        *outer_paned, *inner_paned;
  LwImageSidebar  *sidebar;
  LwClassGrid     *grid;
  LwAttributeWalk *walk_bar;
  GtkWidget       *inspector_side, *toolbar;
  LwCanvas        *canvas;
  LwCanvasHud     *hud;
  GtkWidget       *stage, *ruler_corner; /* canvas and rulers */
  LwRuler         *top_ruler, *left_ruler;
  GtkMenuButton   *view_button;
  LwScale          scale; /* of the project */
  LwClassPalette  *palette;
  LwGuidelinePane *guideline;
  LwBoxList       *box_list;
  LwBoxInspector  *inspector;
  GtkToggleButton *draw_button;
  GtkMenuButton   *tools_button;
  GtkWidget       *done_label;
  GtkWidget       *tone_button;
  GtkLabel        *tone_label;
  GtkLabel        *zoom_label, *image_label, *pointer_label, *colour_label, *notice_label;
  GtkWidget       *spinner;
  GtkLabel        *progress_label;
  GtkWidget       *flag_button, *go_to_button;
  GtkLabel        *note_label;
  LwNotePopover   *note_popover;
  LwGoTo          *go_to;
  LwKeyHints      *key_hints;
  GtkWidget       *pace_button;
  GtkLabel        *pace_label;
  LwPacePopover   *pace_popover;
  GtkWidget       *missing_bar, *find_button, *stop_finding_button;
  GtkProgressBar  *find_progress;

  GtkWidget     *menu;          /* of the canvas; NULL before it is first asked for */
  GtkWidget     *class_popover; /* the same */
  GtkWidget     *walk_chooser;  /* the same */
  GtkWidget     *class_editor;  /* weak; NULL while it is closed */
  LwTonePopover *tone_popover;  /* the same */
  guint          tone_source;   /* the tone has changed and is not written yet */
};

/* --- lw-label-page-missing.c --- */

void lw_label_page_set_missing (LwLabelPage *self,
                                gboolean     is_missing);
void lw_label_page_update_missing (LwLabelPage *self);
void lw_label_page_find_images (LwLabelPage *self);
void lw_label_page_stop_finding (LwLabelPage *self);

/* --- lw-label-page-boxes.c --- */

/* Boxes, tags and status anew. */
void lw_label_page_reload (LwLabelPage *self);
void lw_label_page_reload_tags (LwLabelPage *self);
void lw_label_page_refresh_boxes (LwLabelPage *self);
void lw_label_page_show_boxes (LwLabelPage *self,
                               gboolean     is_new_image);

/* Appends each of @rows (element-type LwBoxRow) to @boxes (element-type LwShownBox). */
void lw_label_page_append_shown (LwLabelPage  *self,
                                 const GArray *rows,
                                 GArray       *boxes);

void lw_label_page_update_status (LwLabelPage *self);

/* In the status line, until something else is selected, shown or said; NULL for nothing.  What
 * is to be heard as well is said. */
void lw_label_page_show_notice (LwLabelPage *self,
                                const char  *text);
void lw_label_page_say (LwLabelPage *self,
                        const char  *text);

/* One of the views speaks, the others follow. */
void lw_label_page_canvas_selected (LwLabelPage *self);
void lw_label_page_list_selected (LwLabelPage *self);

/* A copy that edits do not change.  (element-type gint64) */
GArray *lw_label_page_dup_selection (LwLabelPage *self);
void    lw_label_page_select (LwLabelPage *self,
                              GArray      *keys);

gboolean lw_label_page_can_edit (LwLabelPage *self);

/* --- lw-label-page-load.c --- */

void lw_label_page_init_load (LwLabelPage *self);

/* Before and after the canvas gets another image: none, then those of the image; few at once,
 * many soon. */
void lw_label_page_clear_boxes (LwLabelPage *self);
void lw_label_page_load_boxes (LwLabelPage *self);

/* For whoever is about to look at them: now they are there. */
void lw_label_page_finish_boxes (LwLabelPage *self);

/* Forgets what has been read.  TRUE where they were not all there. */
gboolean lw_label_page_stop_boxes (LwLabelPage *self);

/* --- lw-label-page-picture.c --- */

void lw_label_page_stop_loading (LwLabelPage *self);
void lw_label_page_zoom_changed (LwLabelPage *self);
void lw_label_page_pointer_moved (LwLabelPage *self,
                                  double       x,
                                  double       y,
                                  gboolean     is_inside);

/* --- lw-label-page-tone.c --- */

void lw_label_page_add_tone_actions (LwLabelPage *self);
void lw_label_page_reload_tone (LwLabelPage *self);
void lw_label_page_leave_tone (LwLabelPage *self);
void lw_label_page_update_tone_pixels (LwLabelPage *self);
void lw_label_page_present_tone (LwLabelPage *self);
void lw_label_page_drop_tone (LwLabelPage *self);

/* --- lw-label-page-layout.c --- */

void lw_label_page_init_layout (LwLabelPage *self);

/* The number of classes has changed. */
void lw_label_page_place_palette (LwLabelPage *self);
void lw_label_page_update_layout (LwLabelPage *self);
void lw_label_page_save_widths (LwLabelPage *self);
void lw_label_page_size_allocate (GtkWidget *widget,
                                  int        width,
                                  int        height,
                                  int        baseline);
void lw_label_page_measure (GtkWidget     *widget,
                            GtkOrientation orientation,
                            int            for_size,
                            int           *minimum,
                            int           *natural,
                            int           *minimum_baseline,
                            int           *natural_baseline);

/* --- lw-label-page-actions.c --- */

void lw_label_page_add_actions (LwLabelPage *self);
void lw_label_page_update_actions (LwLabelPage *self);

/* --- lw-label-page-classes.c --- */

void lw_label_page_add_class_actions (LwLabelPage *self);
void lw_label_page_add_drawn_box (LwLabelPage *self,
                                  LwRect       rect);
void lw_label_page_set_class (LwLabelPage *self,
                              gint64       class_key);
void lw_label_page_toggle_tag (LwLabelPage *self,
                               gint64       class_key);

/* --- lw-label-page-guideline.c --- */

void lw_label_page_add_guideline_actions (LwLabelPage *self);
void lw_label_page_init_guideline (LwLabelPage *self);

/* Guideline and window of the classes follow what is selected. */
void lw_label_page_update_guideline (LwLabelPage *self);
void lw_label_page_write_guideline (LwLabelPage *self,
                                    gint64       class_key);
void lw_label_page_close_class_editor (LwLabelPage *self);

/* --- lw-label-page-choose.c --- */

/* The classes' own keys. */
void lw_label_page_add_class_keys (LwLabelPage *self);

/* The list of classes beside the selected box, or for what is drawn next. */
void lw_label_page_choose_class (LwLabelPage *self);
void lw_label_page_search_class (LwLabelPage *self);
void lw_label_page_drop_class_popover (LwLabelPage *self);

/* --- lw-label-page-edit.c --- */

void lw_label_page_add_edit_actions (LwLabelPage *self);

/* --- lw-label-page-grid.c --- */

void lw_label_page_add_grid_actions (LwLabelPage *self);
void lw_label_page_leave_grid (LwLabelPage *self);
void lw_label_page_open_from_grid (LwLabelPage *self,
                                   gint64       image_key);

/* --- lw-label-page-attributes.c --- */

/* Flags and attributes of the selection, into the inspector and the actions. */
void lw_label_page_update_attributes (LwLabelPage *self);
void lw_label_page_add_attribute_actions (LwLabelPage *self);

/* The name of the class, and what the box says where it is asked something. */
void lw_label_page_caption_values (LwLabelPage    *self,
                                   const LwBoxRow *row,
                                   LwShownBox     *box);

/* For all that is selected: those of the flags that are in the mask. */
void lw_label_page_set_flags (LwLabelPage *self,
                              guint        mask,
                              guint        flags);
void lw_label_page_set_attribute (LwLabelPage *self,
                                  gint64       attribute_key,
                                  const char  *value,
                                  GArray      *boxes);

/* --- lw-label-page-walk.c --- */

void lw_label_page_add_walk_actions (LwLabelPage *self);
void lw_label_page_init_walk (LwLabelPage *self);
void lw_label_page_drop_walk (LwLabelPage *self);

/* Nothing happens while there is no walk. */
void lw_label_page_leave_walk (LwLabelPage *self);

/* What the bar says, anew. */
void lw_label_page_update_walk (LwLabelPage *self);

/* The walk goes to the box that is selected, where that is one of its boxes. */
void lw_label_page_follow_walk (LwLabelPage *self);
void lw_label_page_move_walk (LwLabelPage *self,
                              int          direction);
void lw_label_page_set_walk_value (LwLabelPage *self,
                                   const char  *value);

/* Whether the box is one that the walk is not at. */
gboolean lw_label_page_is_aside (LwLabelPage *self,
                                 gint64       key);

/* --- lw-label-page-clipboard.c --- */

void lw_label_page_add_clipboard_actions (LwLabelPage *self);
void lw_label_page_forget_clipboard (LwLabelPage *self);

/* --- lw-label-page-arrange.c --- */

void lw_label_page_add_arrange_actions (LwLabelPage *self);
void lw_label_page_update_arrange_actions (LwLabelPage *self);

/* FALSE where they were not moved; the user has been told why. */
gboolean lw_label_page_move_boxes (LwLabelPage  *self,
                                   const gint64 *keys,
                                   const LwRect *rects,
                                   guint         n_boxes,
                                   const char   *label,
                                   gboolean      is_more);

/* The same, asked for by the canvas or by numbers. */
void        lw_label_page_boxes_moved (LwLabelPage  *self,
                                       const gint64 *keys,
                                       const LwRect *rects,
                                       guint         n_boxes,
                                       gboolean      is_more);
void        lw_label_page_rect_changed (LwLabelPage  *self,
                                        const LwRect *rect);
GMenuModel *lw_label_page_new_arrange_menu (void);

/* --- lw-label-page-select.c --- */

void        lw_label_page_add_select_actions (LwLabelPage *self);
void        lw_label_page_connect_tools (LwLabelPage *self);
GMenuModel *lw_label_page_new_tools_menu (void);

/* --- lw-label-page-hide.c --- */

void lw_label_page_add_hide_actions (LwLabelPage *self);
void lw_label_page_forget_hidden (LwLabelPage *self);

/* FALSE where nothing was hidden. */
gboolean lw_label_page_show_hidden (LwLabelPage *self);

/* Of what is hidden only what keeps these (element-type gint64) from being seen. */
void     lw_label_page_reveal (LwLabelPage  *self,
                               const GArray *keys);
gboolean lw_label_page_is_locked (LwLabelPage *self,
                                  gint64       key);

/* As it is to be shown: hidden, locked. */
LwCanvasBox lw_label_page_canvas_box (LwLabelPage      *self,
                                      const LwShownBox *box);

/* The same, for the list: an LwBoxStateFunc. */
LwCanvasBoxFlags lw_label_page_box_state (const LwShownBox *box,
                                          gpointer          page);

/* --- lw-label-page-flow.c --- */

void lw_label_page_add_flow_actions (LwLabelPage *self);
void lw_label_page_init_flow (LwLabelPage *self);

/* How much is done, and how fast: soon, and only while it is shown. */
void lw_label_page_update_pace (LwLabelPage *self);

/* The flag of the image and its note. */
void lw_label_page_update_note (LwLabelPage *self);
void lw_label_page_note_shown (LwLabelPage *self);
void lw_label_page_note_changed (LwLabelPage *self);

/* --- lw-label-page-menu.c --- */

/* With its key. */
void lw_label_page_append_item (GMenu      *menu,
                                const char *label,
                                const char *action);

/* Of the canvas, at a place on it. */
void lw_label_page_show_menu (LwLabelPage *self,
                              double       x,
                              double       y);
void lw_label_page_drop_menu (LwLabelPage *self);

/* --- lw-label-page-say.c --- */

void lw_label_page_init_say (LwLabelPage *self);

/* Which image is on the canvas now; @before, which may be NULL, is what led there. */
void lw_label_page_say_image (LwLabelPage *self,
                              const char  *before);

/* As lw_label_page_say(), and on which image it was where that is another one than before. */
void lw_label_page_say_step (LwLabelPage *self,
                             const char  *text,
                             gboolean     is_elsewhere);
void lw_label_page_say_class (LwLabelPage *self,
                              gint64       class_key,
                              guint        n_boxes);
void lw_label_page_say_zoom (LwLabelPage *self);
void lw_label_page_say_switch (LwLabelPage *self,
                               const char  *title,
                               gboolean     is_on);

/* --- lw-label-page-ghosts.c --- */

/* Soon: another image, or what others did may have changed. */
void lw_label_page_reload_ghosts (LwLabelPage *self);

/* At once none. */
void lw_label_page_drop_ghosts (LwLabelPage *self);

/* Transfer full; adds the actions of its items. */
GMenuModel *lw_label_page_new_ghosts_menu (LwLabelPage *self);

/* --- lw-label-page-scale.c --- */

void lw_label_page_add_scale_actions (LwLabelPage *self);

/* From the settings of the project. */
void lw_label_page_reload_scale (LwLabelPage *self);

/* "x 12  y 40", and in the world's units where there is a scale.  Transfer full. */
char *lw_label_page_dup_place (LwLabelPage *self,
                               double       x,
                               double       y);

/* --- lw-label-page-view.c --- */

/* Before and after the template is there. */
void lw_label_page_add_view_actions (LwLabelPage *self);
void lw_label_page_init_view (LwLabelPage *self);

/* Transfer full. */
GMenuModel *lw_label_page_new_view_menu (LwLabelPage *self);

G_END_DECLS
