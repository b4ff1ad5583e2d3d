/// A certificate for localhost that signs itself, made for these tests alone, with its key.
enum Certificate {
    static let pem = """
        -----BEGIN CERTIFICATE-----
        MIIBlTCCATugAwIBAgIUZGtk6GZqmcSPdxvOUPypdbrNBmMwCgYIKoZIzj0EAwIw
        FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzIwMDMyNFoYDzIxMjYxMDMw
        MjAwMzI0WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
        PQMBBwNCAATw9AWlTwh8EU5uoBLmvO2ckFAlLemfkoZgFUdgcdL3eTevvp85PKxu
        2076ic2LHkK9AAcWGLOvtXShhT6CMAbXo2kwZzAdBgNVHQ4EFgQUAgYKAsu8DIRO
        gy6bdH69cIZZvugwHwYDVR0jBBgwFoAUAgYKAsu8DIROgy6bdH69cIZZvugwDwYD
        VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID
        SAAwRQIhAMwQe+LfFE5Z49dWPIKzIeRl6Wk6KXna4UydE1tyy6jlAiA079mfQP8B
        uoiawpkytWmKAdZVqURhfeUWm3UlIXW9wQ==
        -----END CERTIFICATE-----
        """

    static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgSVbD1mnXjGbrD0Ax
        gBBbtJtM2izhS87dD8nMAX8lrfChRANCAATw9AWlTwh8EU5uoBLmvO2ckFAlLemf
        koZgFUdgcdL3eTevvp85PKxu2076ic2LHkK9AAcWGLOvtXShhT6CMAbX
        -----END PRIVATE KEY-----
        """
}
