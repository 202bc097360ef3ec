using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using FinRisk.Scoring.Applicants;
using FinRisk.Scoring.Ids;
using Microsoft.AspNetCore.DataProtection;

namespace FinRisk.Scoring.Privacy;

/// <summary>
/// Seals applicants with ASP.NET Core Data Protection: authenticated encryption under a rotating key ring. The validation id is
/// part of the purpose, so a payload can be opened only for the validation that it was sealed for.
/// </summary>
public sealed class ApplicantSealer(IDataProtectionProvider provider)
{
    private const string Purpose = "FinRisk.Applicant.v1";

    /// <summary>Neither a name nor an ID number can contain a line feed, so it separates them without any escaping.</summary>
    private const char Separator = '\n';

    private readonly IDataProtector _protector = provider.CreateProtector(Purpose);

    /// <summary>Seals <paramref name="applicant"/> for the validation <paramref name="id"/>.</summary>
    /// <exception cref="KeyRingUnreachableException">The key ring cannot be read now.</exception>
    public SealedApplicant Seal(Applicant applicant, ValidationId id)
    {
        var open = Encoding.UTF8.GetBytes($"{applicant.FirstName}{Separator}{applicant.LastName}{Separator}{applicant.IdNumber}");
        try
        {
            return new SealedApplicant(Base64Url.EncodeToString(For(id).Protect(open)));
        }
        catch (CryptographicException exception) when (FindUnreachable(exception) is { } unreachable)
        {
            throw unreachable;
        }
    }

    /// <summary>Opens an applicant that was sealed for the validation <paramref name="id"/>.</summary>
    /// <exception cref="SealBrokenException">
    /// The payload was altered or belongs to another validation, or its key no longer exists.
    /// </exception>
    /// <exception cref="KeyRingUnreachableException">The key ring cannot be read now.</exception>
    internal Applicant Open(SealedApplicant sealedApplicant, ValidationId id)
    {
        try
        {
            var open = For(id).Unprotect(Base64Url.DecodeFromChars(sealedApplicant.Payload));
            return Encoding.UTF8.GetString(open).Split(Separator) is [var firstName, var lastName, var idNumber]
                ? new Applicant(firstName, lastName, idNumber)
                : throw new SealBrokenException(null);
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            throw (Exception?)FindUnreachable(exception) ?? new SealBrokenException(exception);
        }
    }

    /// <summary>
    /// Finds the exception of an unreachable key ring among the inner exceptions, because Data Protection wraps exceptions. An
    /// unreachable key ring must not be reported as a broken seal.
    /// </summary>
    private static KeyRingUnreachableException? FindUnreachable(Exception? exception)
    {
        while (exception is not null and not KeyRingUnreachableException)
            exception = exception.InnerException;
        return exception as KeyRingUnreachableException;
    }

    private IDataProtector For(ValidationId id) => _protector.CreateProtector(id.Value);
}

/// <summary>
/// A sealed applicant cannot be opened: it was altered or moved to another validation, or the key ring no longer contains its
/// key. A retry cannot succeed, and the vendor is not called.
/// </summary>
public sealed class SealBrokenException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="inner">The cryptographic exception, which contains no plaintext; null if there is none.</param>
    public SealBrokenException(Exception? inner)
        : base("The sealed applicant cannot be opened: it was altered, belongs to another validation, or its key is gone.", inner)
    {
    }
}

/// <summary>
/// The key ring cannot be read now, because its store, or the vault of the key that encrypts it, is unavailable. Unlike
/// <see cref="SealBrokenException"/> this is a transient failure, so the attempt is retried.
/// </summary>
public sealed class KeyRingUnreachableException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="inner">The exception of the client of the store or vault.</param>
    public KeyRingUnreachableException(Exception inner)
        : base("The key ring cannot be read now: its store, or the vault that holds its key, does not answer.", inner)
    {
    }
}
