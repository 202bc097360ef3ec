using Microsoft.AspNetCore.Http;

namespace FinRisk.Scoring.Tests.RiskShield;

/// <summary>How a vendor can answer.</summary>
internal static class Answers
{
    public const string Usable = """{"riskScore":72,"riskLevel":"MEDIUM"}""";

    public static Func<HttpContext, Task> Score => Body(Usable);

    public static Func<HttpContext, Task> Body(string text) => http => http.Response.WriteAsync(text);

    public static Func<HttpContext, Task> Bytes(byte[] bytes) => http => http.Response.Body.WriteAsync(bytes).AsTask();

    public static Func<HttpContext, Task> Status(int status, params (string Name, string Value)[] headers) => http =>
    {
        http.Response.StatusCode = status;
        foreach (var (name, value) in headers)
            http.Response.Headers[name] = value;
        return Task.CompletedTask;
    };

    /// <summary>One answer after the other; the last one for good.</summary>
    public static Func<HttpContext, Task> InTurn(params Func<HttpContext, Task>[] answers)
    {
        var at = -1;
        return http => answers[Math.Min(Interlocked.Increment(ref at), answers.Length - 1)](http);
    }

    /// <summary>Cuts the connection before a byte of the answer.</summary>
    public static Task Cut(HttpContext http)
    {
        http.Abort();
        return Task.CompletedTask;
    }

    /// <summary>Cuts the connection in the middle of the answer.</summary>
    public static async Task CutShort(HttpContext http)
    {
        http.Response.ContentLength = Usable.Length;
        await http.Response.WriteAsync(Usable[..10]);
        await http.Response.Body.FlushAsync();
        http.Abort();
    }
}
