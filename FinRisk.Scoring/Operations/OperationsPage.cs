using System.Net.Mime;
using System.Security.Cryptography;
using System.Text;
using FinRisk.Scoring.Http;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Operations;

/// <summary>
/// <c>GET /ops</c>: the operators' page. It holds no figure and no secret, so anybody may load it; what it shows it fetches from
/// <see cref="SummaryEndpoint"/> with the operator's key. One document without a reference to anything else: its style and its
/// script are allowed by their hashes, and nothing else is.
/// </summary>
public sealed class OperationsPage : IResult
{
    /// <summary>The route.</summary>
    public const string Route = "/ops";

    /// <summary>The parts of the script, in this order.</summary>
    private static readonly string[] Scripts = ["format.js", "plots.js", "circuit.js", "lists.js", "dialogs.js", "ops.js"];

    private readonly byte[] _html;
    private readonly string _policy;

    private OperationsPage(bool asksForKey)
    {
        var (style, script) = (Read("ops.css"), string.Concat(Scripts.Select(Read)));
        _html = Encoding.UTF8.GetBytes(Read("ops.html")
            .Replace("{key}", asksForKey ? "asked" : "free", StringComparison.Ordinal)
            .Replace("/*style*/", style, StringComparison.Ordinal)
            .Replace("/*script*/", script, StringComparison.Ordinal));
        _policy =
            $"default-src 'none'; style-src '{Hash(style)}'; script-src '{Hash(script)}'; connect-src 'self'; img-src data:; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    /// <summary>For a host that wants a key: the page asks for one before its first request.</summary>
    public static OperationsPage WithKey { get; } = new(asksForKey: true);

    /// <summary>For a host without keys.</summary>
    public static OperationsPage WithoutKey { get; } = new(asksForKey: false);

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = MediaTypeNames.Text.Html + "; charset=utf-8";
        response.ContentLength = _html.Length;
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy = _policy;
        response.Headers[JsonResponse.NoSniff.Name] = JsonResponse.NoSniff.Value;
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (!HttpMethods.IsHead(httpContext.Request.Method))
            await response.Body.WriteAsync(_html, httpContext.RequestAborted);
    }

    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>
    /// Reads an embedded file; with line ends as a browser reads them, because the hash is of what the browser reads.
    /// </summary>
    private static string Read(string file)
    {
        using var stream = typeof(OperationsPage).Assembly.GetManifestResourceStream("FinRisk.Scoring.Operations.Page." + file)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
