using System.Net.Mime;
using System.Security.Cryptography;
using System.Text;
using FinRisk.Scoring.Http;
using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Operations;

/// <summary>
/// <c>GET /ops</c>: the HTML of the operations page. It contains no figures and no secrets, so it needs no authorization; its
/// script fetches the figures from <see cref="SummaryEndpoint"/> with the operator's key. It is one self-contained document: its
/// content security policy allows only its own style and script, by their hashes.
/// </summary>
public sealed class OperationsPage : IResult
{
    /// <summary>The route.</summary>
    public const string Route = "/ops";

    /// <summary>The embedded files of the script, in the order in which they are joined.</summary>
    private static readonly string[] Scripts =
        ["format.js", "zone.js", "plots.js", "circuit.js", "lists.js", "dialogs.js", "story.js", "ops.js"];

    /// <summary>The embedded files of the style, in the order in which they are joined.</summary>
    private static readonly string[] Styles = ["ops.css", "story.css"];

    private readonly byte[] _html;
    private readonly string _policy;

    private OperationsPage(bool asksForKey)
    {
        var (style, script) = (string.Concat(Styles.Select(ReadResource)), string.Concat(Scripts.Select(ReadResource)));
        _html = Encoding.UTF8.GetBytes(ReadResource("ops.html")
            .Replace("{key}", asksForKey ? "asked" : "free", StringComparison.Ordinal)
            .Replace("/*style*/", style, StringComparison.Ordinal)
            .Replace("/*script*/", script, StringComparison.Ordinal));
        _policy =
            $"default-src 'none'; style-src '{Hash(style)}'; script-src '{Hash(script)}'; connect-src 'self'; img-src data:; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    /// <summary>The page of a host with function keys. It asks the operator for a key before its first request.</summary>
    public static OperationsPage WithKey { get; } = new(asksForKey: true);

    /// <summary>The page of a host without function keys. It asks for no key.</summary>
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
    /// Reads an embedded file with LF line ends. A browser normalises line ends before it computes the hash of a style or script,
    /// so the hashes here must be of the same text.
    /// </summary>
    private static string ReadResource(string file)
    {
        using var stream = typeof(OperationsPage).Assembly.GetManifestResourceStream("FinRisk.Scoring.Operations.Page." + file)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
