// Every feature of the viewer that would contact another host is off.
Scalar.createApiReference('#api', {
  url: new URL('openapi.json', document.baseURI).href,
  withDefaultFonts: false,
  telemetry: false,
  showDeveloperTools: 'never',
  hideClientButton: true,
  agent: { disabled: true },
  mcp: { disabled: true },
  defaultOpenAllTags: true,
  documentDownloadType: 'both',
  defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
  metaData: { title: 'FinRisk: the API' },
});
