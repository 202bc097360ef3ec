using Microsoft.AspNetCore.Http;

namespace FinRisk.Testing.Vendor;

/// <summary>The answers of a <see cref="VendorStub"/>.</summary>
public static class Answers
{
    /// <summary>The body of a score: 72, MEDIUM.</summary>
    public const string Usable = """{"riskScore":72,"riskLevel":"MEDIUM"}""";

    /// <summary>200 with a score.</summary>
    public static Func<HttpContext, Task> Score => Body(Usable);

    /// <summary>200 with a text.</summary>
    public static Func<HttpContext, Task> Body(string text) => http => http.Response.WriteAsync(text);

    /// <summary>200 with bytes.</summary>
    public static Func<HttpContext, Task> Bytes(byte[] bytes) => http => http.Response.Body.WriteAsync(bytes).AsTask();

    /// <summary>A status without a body.</summary>
    public static Func<HttpContext, Task> Status(int status, params (string Name, string Value)[] headers) => http =>
    {
        http.Response.StatusCode = status;
        foreach (var (name, value) in headers)
            http.Response.Headers[name] = value;
        return Task.CompletedTask;
    };

    /// <summary>The status that a task gives; 200 comes with a score.</summary>
    public static Func<HttpContext, Task> StatusOf(Task<int> status) =>
        async http => await (await status is var given and not StatusCodes.Status200OK ? Status(given) : Score)(http);

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
