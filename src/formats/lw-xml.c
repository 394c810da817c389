/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lw-xml.h"

#include "lw-error.h"
#include "lw-text-file.h"

#include <glib/gi18n-lib.h>
#include <libxml/parser.h>

#include <math.h>
#include <string.h>

/* A thousand times what an image's labels take. */
#define FILE_SIZE_MAX (32 * 1024 * 1024)
#define TAG_SIZE_MAX (64 * 1024)

static void
set_parse_error (const char    *path,
                 xmlParserCtxt *parser,
                 GError       **error)
{
  g_autofree char *message = g_strdup (parser->lastError.message != NULL ? parser->lastError.message : "");

  g_strdelimit (g_strchomp (message), "\n", ' ');
  g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s, line %d: this is not well-formed XML: %s"), path, parser->lastError.line,
               g_utf8_validate (message, -1, NULL) ? message : "?");
}

/* For XML_PARSE_NOERROR leaves SAX errors to the generic handler in some versions. */
static void
ignore_error (void       *data,
              const char *format,
              ...)
{
}

/* An honest tag has a handful of attributes.  The parser compares each with all
 * others of its tag: a tag of megabytes keeps it busy for hours. */
static gboolean
check_tags (const char *path,
            const char *bytes,
            gsize       len,
            GError    **error)
{
  const char *end = bytes + len;
  const char *tag = NULL;
  char        quote = '\0';

  for (const char *at = bytes; at < end; at++)
    {
      if (tag == NULL)
        {
          if (*at == '<' && at + 1 < end && g_ascii_isalpha (at[1]))
            tag = at;
          continue;
        }

      if (quote != '\0')
        quote = *at == quote ? '\0' : quote;
      else if (*at == '"' || *at == '\'')
        quote = *at;
      else if (*at == '>')
        tag = NULL;

      if (tag != NULL && at - tag > TAG_SIZE_MAX)
        {
          g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s: a single tag is longer than %d bytes, so this is no label file"),
                       path, TAG_SIZE_MAX);
          return FALSE;
        }
    }

  return TRUE;
}

xmlDoc *
lw_xml_load (const char *path,
             GError    **error)
{
  static gsize     once = 0;
  g_autofree char *bytes = NULL;
  gsize            len;
  xmlParserCtxt   *parser;
  g_autoptr (xmlDoc) doc = NULL;

  if (g_once_init_enter (&once))
    {
      xmlInitParser ();
      g_once_init_leave (&once, 1);
    }

  if (!(bytes = lw_file_load_bytes (path, FILE_SIZE_MAX, &len, error)) || !check_tags (path, bytes, len, error))
    return NULL;

  parser = xmlNewParserCtxt ();
  parser->sax->error = ignore_error;
  parser->sax->warning = ignore_error;
  doc = xmlCtxtReadMemory (parser, bytes, (int) len, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOBLANKS);

  if (doc == NULL)
    set_parse_error (path, parser, error);

  xmlFreeParserCtxt (parser);

  if (doc != NULL && doc->intSubset != NULL)
    {
      g_set_error (error, LW_ERROR, LW_ERROR_INVALID, _ ("%s has a document type declaration, which is not read"), path);
      return NULL;
    }

  return g_steal_pointer (&doc);
}

gboolean
lw_xml_is (const xmlNode *node,
           const char    *name)
{
  return node->type == XML_ELEMENT_NODE && strcmp ((const char *) node->name, name) == 0;
}

xmlNode *
lw_xml_find (const xmlNode *parent,
             const char    *name)
{
  for (xmlNode *child = parent != NULL ? parent->children : NULL; child != NULL; child = child->next)
    if (lw_xml_is (child, name))
      return child;

  return NULL;
}

static char *
take_text (xmlChar *text)
{
  char *copy = text != NULL ? g_strstrip (g_strdup ((const char *) text)) : NULL;

  xmlFree (text);

  if (copy != NULL && copy[0] == '\0')
    g_clear_pointer (&copy, g_free);

  return copy;
}

char *
lw_xml_dup_text (const xmlNode *node)
{
  return take_text (xmlNodeGetContent ((xmlNode *) node));
}

char *
lw_xml_dup_child_text (const xmlNode *parent,
                       const char    *name)
{
  const xmlNode *child = lw_xml_find (parent, name);

  return child != NULL ? lw_xml_dup_text (child) : NULL;
}

char *
lw_xml_dup_attribute (const xmlNode *node,
                      const char    *name)
{
  return take_text (xmlGetProp ((xmlNode *) node, (const xmlChar *) name));
}

gboolean
lw_xml_get_number (const xmlNode *parent,
                   const char    *name,
                   double        *number)
{
  g_autofree char *text = lw_xml_dup_child_text (parent, name);
  char            *end;

  if (text == NULL)
    return FALSE;

  *number = g_ascii_strtod (text, &end);

  return end != text && *end == '\0' && isfinite (*number);
}

void
lw_xml_append (GString *out,
               xmlNode *node)
{
  xmlBuffer *buffer = xmlBufferCreate ();

  if (xmlNodeDump (buffer, node->doc, node, 0, 0) > 0)
    g_string_append (out, (const char *) xmlBufferContent (buffer));

  xmlBufferFree (buffer);
}
