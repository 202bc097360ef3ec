using System.Text.Json;
using FinRisk.Testing;

namespace FinRisk.Acceptance.Tests.Harness;

/// <summary>An HTTP answer, read to its end.</summary>
internal sealed class Answer(string method, Uri uri, int status, IReadOnlyDictionary<string, string> headers, string text)
{
    private readonly Lazy<JsonElement> json = new(() => Parse(text));

    public int Status { get; } = status;

    public Uri Uri { get; } = uri;

    public string Text { get; } = text;

    /// <summary>The body as JSON.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public JsonElement Json => json.Value;

    /// <summary>The media type without its parameters.</summary>
    public string? MediaType => this["Content-Type"]?.Split(';')[0].Trim();

    /// <summary><c>Retry-After</c> in seconds; null without the header.</summary>
    public int? RetryAfter => this["Retry-After"] is { } value ? int.Parse(value, null) : null;

    /// <summary>Waits as long as <c>Retry-After</c> says, and a little longer, because a timer may be early.</summary>
    public Task WaitToRetryAsync() => Task.Delay(TimeSpan.FromSeconds(RetryAfter!.Value) + RealTime.Slack);

    public IEnumerable<string> HeaderNames => headers.Keys;

    /// <summary>The value of a header, or null.</summary>
    public string? this[string header] => headers.GetValueOrDefault(header);

    /// <summary>A text property of the body.</summary>
    public string Get(string property) => Json.GetProperty(property).GetString()!;

    /// <summary>Fails the test, unless the status is the expected one.</summary>
    public Answer Is(int expected)
    {
        if (Status != expected)
            Assert.Fail($"Expected {expected}. {this}");
        return this;
    }

    /// <summary>The answer for a failure message, without personal data.</summary>
    public override string ToString() =>
        PersonalData.Redact(
            $"{method} {Uri.AbsolutePath} was answered {Status} {MediaType}: {Text[..Math.Min(Text.Length, 2000)]}");

    private static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}

/// <summary>An answer and how long it took.</summary>
internal sealed record TimedAnswer(Answer Answer, TimeSpan Elapsed);
