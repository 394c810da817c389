/* lw-xml.h - small XML files from strangers
 *
 * Nodes are borrowed from their document and live as long as it does; texts are transfer
 * full.  Any thread, a document in one at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <libxml/tree.h>

G_BEGIN_DECLS

/* Nothing but the file itself is read: no network, no entities, and a document
 * type declaration is refused.  LW_ERROR_INVALID names file and line. */
xmlDoc *lw_xml_load (const char *path,
                     GError    **error);

gboolean lw_xml_is (const xmlNode *node,
                    const char    *name);

/* The first child element of that name, or NULL. */
xmlNode *lw_xml_find (const xmlNode *parent,
                      const char    *name);

/* Text of the child without white space around it; NULL where there is no such
 * child or it is empty. */
char *lw_xml_dup_child_text (const xmlNode *parent,
                             const char    *name);
char *lw_xml_dup_text (const xmlNode *node);
char *lw_xml_dup_attribute (const xmlNode *node,
                            const char    *name);

/* A finite number that the child's text is. */
gboolean lw_xml_get_number (const xmlNode *parent,
                            const char    *name,
                            double        *number);

/* The element itself as text. */
void lw_xml_append (GString *out,
                    xmlNode *node);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlDoc, xmlFreeDoc)

G_END_DECLS
