namespace FinRisk.Bench.Relay;

/// <summary>
/// Sends a request's body to the vendor and the vendor's answer back, both as they are; with a journal, a commit before and
/// after.
/// </summary>
internal sealed class Forwarder(HttpMessageInvoker vendor, Uri score, string key, CommitJournal? journal)
{
    public async Task ForwardAsync(HttpContext context)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, score) { Content = new StreamContent(context.Request.Body) };
        request.Content.Headers.ContentLength = context.Request.ContentLength;
        request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
        request.Headers.TryAddWithoutValidation("X-Api-Key", key);

        if (journal is not null)
            await journal.CommitAsync();
        using var answer = await vendor.SendAsync(request, context.RequestAborted);
        if (journal is not null)
            await journal.CommitAsync();
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        context.Response.ContentLength = answer.Content.Headers.ContentLength;
        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
