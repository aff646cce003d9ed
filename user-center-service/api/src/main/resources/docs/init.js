SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#api',
  deepLinking: true,
  // Would send the document to a server elsewhere.
  validatorUrl: null,
});
